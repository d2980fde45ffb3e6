using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Compare;

/// <summary><c>baton compare</c>.</summary>
internal static class CompareCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(ToolSession session)
    {
        CompareOptions options = new();
        DocumentedCommand command = new(
            "compare",
            "Compare two experiments: what changed, and whether that is more than chance",
            new CommandNotes
            {
                Remarks =
                    "Pairs the runs of both by input, persona and iteration, and shows pass rate, latency, tokens, cost and turns "
                    + "with 95 % intervals and paired tests, each persona and evaluator, pass@k, and the runs that flipped. A run "
                    + "passes by its evaluation where both experiments are evaluated, else by its success. Runs the supervisor "
                    + "spoilt are left out.\n"
                    + "Runs of one input depend on each other, so inputs are what intervals and tests count. All p-values of a "
                    + "table are corrected by Holm.",
                Groups = options.Groups,
                Examples =
                [
                    new("baton compare baseline candidate", "The latest experiments of these names"),
                    new("baton compare experiments/exp_20241101_143022 experiments/exp_20241102_090000", "Two folders"),
                    new("baton compare baseline candidate --fail-on-regression", "Gate a build on the pass rate"),
                    new(
                        "baton compare baseline candidate --fail-on-regression --metric pass_rate,latency_p90 "
                            + "--min-effect pass_rate=0.02,latency_p90=0.2",
                        "And on latency; smaller changes do not matter"
                    ),
                    new(
                        "baton compare main branch --format markdown --output comment.md",
                        "A comment for a pull request"
                    ),
                ],
                ExitCodes =
                [
                    new("1", "with --fail-on-regression: B is significantly worse, beyond the minimal effect"),
                ],
            }
        );
        command.Arguments.Add(options.First);
        command.Arguments.Add(options.Second);
        command.SetAction((parsed, _) => ComparisonSitting.RunAsync(session, options, parsed));
        return command;
    }
}
