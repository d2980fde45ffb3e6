using Baton.Cli.Export;
using Baton.Experiments;
using Baton.Experiments.Export;
using Baton.Experiments.Running;

namespace Baton.Cli.Run;

/// <summary>Exports an experiment that is over, and tells what became of that. The experiment is as good whatever it was.</summary>
internal static class ExportedReport
{
    /// <summary>Exports an experiment that ran to its end, and says so for people.</summary>
    /// <param name="session">Where the command runs.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="server">Where its traces go.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="commandFor">The command that exports the experiment of a folder, as the user would type it.</param>
    /// <param name="cancellationToken">Stops the export.</param>
    public static async Task TellAsync(
        ToolSession session,
        PreparedExperiment experiment,
        OtlpServer server,
        ExperimentResult result,
        Func<string, string> commandFor,
        CancellationToken cancellationToken
    )
    {
        if (result is not { Folder: { } folder, Outcomes.Total: > 0 })
        {
            return;
        }

        string relative = Path.GetRelativePath(session.WorkingDirectory, folder);
        string again = commandFor(relative.StartsWith("..", StringComparison.Ordinal) ? folder : relative);
        if (result.Status != ExperimentStatus.Completed)
        {
            await session.Error.WriteLineAsync(
                $"Not exported, for runs are missing; export what is there with: {again}"
            );
            return;
        }

        try
        {
            WantedExport wanted = new(experiment.ExportOf(folder), server, File: null);
            ExportResult exported = await ExportSitting.CarryOutAsync(session, wanted, cancellationToken);
            await TellAsync(session.Error, exported, server, again);
        }
        catch (ExportException failure)
        {
            await session.Error.WriteLineAsync($"warning: the runs were not exported: {failure.Message}");
            await session.Error.WriteLineAsync($"Export them with: {again}");
        }
    }

    private static async Task TellAsync(TextWriter error, ExportResult exported, OtlpServer server, string again)
    {
        foreach (string message in exported.Messages)
        {
            await error.WriteLineAsync($"warning: {message}");
        }

        if (exported.IsWhole)
        {
            await error.WriteLineAsync(
                $"Exported {ExportText.Runs(exported.Runs)} ({ExportText.Spans(exported.Spans)}) to {server.ShownUrl}"
            );
            return;
        }

        string reason = exported.IsInterrupted
            ? "interrupted"
            : exported.Failure ?? $"{ExportText.Spans(exported.Rejected)} refused";
        await error.WriteLineAsync($"warning: the runs were not all exported: {reason}");
        await error.WriteLineAsync($"Export them again with: {again}");
    }
}
