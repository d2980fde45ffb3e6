using System.CommandLine;
using Baton.Cli.Results;
using Baton.Experiments.Results;

namespace Baton.Cli.Status;

/// <summary>Carries out <c>baton status traces</c>.</summary>
internal static class TraceList
{
    /// <summary>Lists the runs of an experiment.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(
        ToolSession session,
        ResultOptions options,
        ParseResult parsed,
        string? experiment,
        bool onlyFailed
    )
    {
        int limit = options.Limit(parsed);
        ExperimentFolder folder = options.Search.FindOrLast(parsed, session, "EXPERIMENT", experiment);
        IEnumerable<TraceSummary> runs = ExperimentReader
            .ReadTraceSummaries(folder.Path)
            .Where(run => !onlyFailed || !run.Success);
        if (options.IsJson(parsed))
        {
            foreach (TraceSummary run in runs.Take(limit))
            {
                session.Out.WriteLine(run.Json);
            }

            return ExitCodes.Ok;
        }

        WriteTable(session, folder, runs, limit);
        return ExitCodes.Ok;
    }

    private static void WriteTable(
        ToolSession session,
        ExperimentFolder folder,
        IEnumerable<TraceSummary> runs,
        int limit
    )
    {
        TextTable table = new();
        table.Add("RUN", "RESULT", "TIME", "INPUT", "OUTPUT OR ERROR");
        long left = 0;
        int shown = 0;
        foreach (TraceSummary run in runs)
        {
            if (shown == limit)
            {
                left++;
                continue;
            }

            shown++;
            table.Add(
                run.RunKey,
                run.Success ? "ok" : run.Error?.Kind ?? "failed",
                SummaryText.Milliseconds(run.DurationMs),
                OneLine.Of(run.Input, 36),
                OneLine.Of(run.Error?.Message ?? run.Output ?? "", 60)
            );
        }

        session.Error.WriteLine($"{folder.Path} ({folder.State})");
        if (shown == 0)
        {
            session.Error.WriteLine("No runs");
            return;
        }

        table.Write(session.Out);
        if (left > 0)
        {
            session.Error.WriteLine($"… and {left} more; show them with --limit");
        }
    }
}
