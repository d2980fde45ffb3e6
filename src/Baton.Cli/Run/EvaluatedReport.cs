using System.Text.Json.Nodes;
using Baton.Cli.Evaluate;
using Baton.Cli.Results;
using Baton.Experiments;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Running;

namespace Baton.Cli.Run;

/// <summary>Tells how an experiment ended, evaluates it and tells what that found.</summary>
internal static class EvaluatedReport
{
    /// <summary>
    /// Tells of the experiment, then of its evaluation. As JSON that is one object: the experiment's summary, with the evaluation's
    /// under <c>evaluation</c>. An experiment that did not run to its end is not evaluated.
    /// </summary>
    /// <param name="session">Where the command runs.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="json">Whether JSON is wanted.</param>
    /// <param name="report">Where the verdicts are wanted as JUnit XML, or <see langword="null"/>.</param>
    /// <param name="tellExperiment">Tells of the experiment; gives its exit code.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>The exit code: the experiment's where that is not 0, otherwise the evaluation's.</returns>
    public static async Task<int> TellAsync(
        ToolSession session,
        PreparedExperiment experiment,
        ExperimentResult result,
        bool json,
        JUnitTarget? report,
        Func<ToolSession, Task<int>> tellExperiment,
        CancellationToken cancellationToken
    )
    {
        using StringWriter held = new();
        int exitCode = await tellExperiment(json ? session with { Out = held } : session);
        if (result is not { Status: ExperimentStatus.Completed, Folder: { } folder, Outcomes.Total: > 0 })
        {
            await session.Out.WriteAsync(held.ToString());
            return exitCode;
        }

        using StringWriter evaluated = new();
        await using PreparedEvaluation evaluation = experiment.PrepareEvaluation(folder);
        await session.Out.WriteAsync(json ? "" : session.Out.NewLine);
        int evaluationCode = await EvaluationSitting.CarryOutAsync(
            json ? session with { Out = evaluated } : session,
            evaluation,
            json,
            report,
            cancellationToken
        );
        if (json)
        {
            WriteJson(session.Out, held.ToString(), evaluated.ToString());
        }

        return exitCode == ExitCodes.Ok ? evaluationCode : exitCode;
    }

    private static void WriteJson(TextWriter output, string experiment, string evaluation)
    {
        if (string.IsNullOrWhiteSpace(evaluation) || JsonNode.Parse(experiment) is not JsonObject summary)
        {
            output.Write(experiment);
            return;
        }

        summary["evaluation"] = JsonNode.Parse(evaluation);
        JsonText.Write(output, json => summary.WriteTo(json));
    }
}
