using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Evaluate;

/// <summary><c>baton evaluate</c>.</summary>
internal static class EvaluateCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("evaluate", "Score what agents did, and say whether it is good enough") { CreateExperiment(session) };

    private static DocumentedCommand CreateExperiment(ToolSession session)
    {
        EvaluateOptions options = new();
        DocumentedCommand command = new(
            "experiment",
            "Score the runs of an experiment by the evaluators of the configuration",
            new CommandNotes
            {
                Remarks =
                    "Asks every evaluator about every run: rules, judging models, Python functions and .NET classes, as "
                    + "`evaluators:` in configs/evaluation.yaml or configs/simulation.yaml says. Writes summary.json, "
                    + "per_trace.jsonl, report.md and report.html, a page to read, into evaluation/ of the experiment's folder, in the place of an earlier evaluation; "
                    + "Ctrl-C leaves the earlier one. An evaluator that fails is counted as an error, never as a zero.",
                Groups = options.Groups,
                Examples =
                [
                    new("baton evaluate experiment experiments/exp_20241101_143022", "Score one experiment"),
                    new("baton evaluate experiment", "Score the last one"),
                    new("baton evaluate experiment --fail-under 0.9", "Gate a build by the pass rate"),
                    new("baton evaluate experiment --config configs/strict.yaml", "Score by other evaluators"),
                    new(
                        "baton evaluate experiment --report junit:out.xml",
                        "Show the verdicts as tests on a build server"
                    ),
                    new("baton evaluate experiment --format json | jq .pass_rate", "One number of the summary"),
                ],
                ExitCodes =
                [
                    new("0", "the evaluation ran to its end, whatever it found"),
                    new("1", "--fail-under was missed, or no run could be judged"),
                    new("2", "no experiment, no evaluators, or one that cannot be loaded"),
                ],
            }
        );
        command.Arguments.Add(options.Experiment);
        command.SetAction((parsed, _) => EvaluationSitting.RunAsync(session, options, parsed));
        return command;
    }
}
