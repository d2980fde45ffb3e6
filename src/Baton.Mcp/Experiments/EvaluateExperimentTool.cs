using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Settings;
using Baton.Mcp.Configurations;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Experiments;

/// <summary>The tool <c>evaluate_experiment</c>: what <c>baton evaluate experiment</c> does.</summary>
internal static class EvaluateExperimentTool
{
    private const int UsualFailures = 10;

    private static readonly ToolInfo _info = new()
    {
        Name = "evaluate_experiment",
        Title = "Evaluate an experiment",
        Description =
            "Scores the runs of an experiment as `baton evaluate experiment` does, by the `evaluators:` of the project's configuration: "
            + "rules, judging models, the user's own code. Tells the pass rate with its interval, what each evaluator said, and the first "
            + "failures with their reasons. Judging models may cost money; the evaluation takes the place of an earlier one.",
        Effect = ToolEffect.RunsAgents,
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<EvaluateExperimentArguments, EvaluateExperimentResult>(
            _info,
            room,
            (arguments, call, cancellationToken) => EvaluateAsync(room, arguments, call, cancellationToken)
        );

    private static async Task<EvaluateExperimentResult> EvaluateAsync(
        ToolRoom room,
        EvaluateExperimentArguments arguments,
        ToolCall call,
        CancellationToken cancellationToken
    )
    {
        FoundExperiment experiment = new ExperimentFolders(room.Root).Find(arguments.Experiment, cancellationToken);
        EvaluationRequest request = new()
        {
            Configuration = new ConfigurationRequest
            {
                Config = ConfigurationPaths.Find(room.Root, arguments.Config),
                CommandLine = Overrides(arguments),
                NeedsRunner = false,
                Environment = room.Place.Environment,
                CurrentDirectory = room.Root.Folder,
            },
            ExperimentFolder = experiment.Folder,
            Limit = arguments.Limit,
        };
        ConfigurationPaths.Check(room.Root, PreparedEvaluation.ReadConfiguration(request));
        PreparedEvaluation evaluation = PreparedEvaluation.Create(request, room.Place.TimeProvider);
        await using (evaluation.ConfigureAwait(false))
        {
            ProgressRelay relay = new(call, room.Report);
            await using (relay.ConfigureAwait(false))
            {
                EvaluationResult result = await evaluation.RunAsync(relay, cancellationToken).ConfigureAwait(false);
                return Of(room, experiment, evaluation, result, arguments.MaxFailures ?? UsualFailures);
            }
        }
    }

    private static EvaluateExperimentResult Of(
        ToolRoom room,
        FoundExperiment experiment,
        PreparedEvaluation evaluation,
        EvaluationResult result,
        int maxFailures
    ) =>
        new()
        {
            Experiment = experiment.Id,
            Passed =
                result.Summary.PassRate is { } rate
                && (evaluation.Settings.FailUnder is not { } least || rate >= least),
            Summary = result.Summary,
            Failures =
            [
                .. EvaluationReader
                    .ReadRuns(experiment.Folder)
                    .Where(run => run.Passed == false)
                    .Take(maxFailures)
                    .Select(run => FailedRun.Of(run, evaluation.Redactor)),
            ],
            Page = room.Root.Shown(Path.Combine(result.Folder, EvaluationFiles.HtmlReport)),
            Warnings = [.. evaluation.Warnings.Concat(result.Warnings).Select(evaluation.Redactor.Redact)],
            Next =
                result.Summary.Traces.Failed > 0
                    ? $"get_trace with experiment `{experiment.Id}` and a `trace` of `failures` shows what was said"
                    : null,
        };

    private static List<CommandLineSetting> Overrides(EvaluateExperimentArguments arguments)
    {
        List<CommandLineSetting> overrides = [];
        Add("evaluation.aggregate.threshold", arguments.Threshold, "threshold");
        Add("evaluation.fail_under", arguments.FailUnder, "fail_under");
        return overrides;

        void Add(string key, double? value, string argument)
        {
            if (value is not null)
            {
                overrides.Add(new CommandLineSetting(key, FormattableString.Invariant($"{value}"), argument));
            }
        }
    }
}
