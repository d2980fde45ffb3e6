using System.CommandLine;
using Baton.Cli.Interrupts;
using Baton.Experiments.Export;
using Baton.Experiments.Results;

namespace Baton.Cli.Export;

/// <summary>Carries out <c>baton export experiment</c>: exports, tells what became of it.</summary>
internal static class ExportSitting
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, ExportOptions options, ParseResult parsed)
    {
        WantedExport wanted = options.Read(parsed, session);
        await WarnAsync(session.Error, wanted.Request.Folder);
        using Interruption interruption = session.Listen();
        ExportResult result = await CarryOutAsync(session, wanted, interruption.Asked);
        string place = wanted.File ?? wanted.Server!.ShownUrl;
        if (options.IsJson(parsed))
        {
            ExportText.WriteJson(session.Out, result, wanted.Request.Folder, place);
        }
        else
        {
            ExportText.Write(session.Out, result, wanted.Request.Folder, place, wanted.File is not null);
        }

        return await TellAsync(session.Error, result, wanted.File is not null);
    }

    /// <summary>Exports and shows how it goes.</summary>
    public static async Task<ExportResult> CarryOutAsync(
        ToolSession session,
        WantedExport wanted,
        CancellationToken cancellationToken
    )
    {
        using ExportProgressLine progress = new(session);
        return wanted is { File: { } file }
            ? await ExperimentExport.ToFileAsync(wanted.Request, file, progress, cancellationToken)
            : await ExperimentExport.ToServerAsync(
                wanted.Request,
                wanted.Server!,
                progress,
                session.Clock,
                cancellationToken
            );
    }

    private static async Task<int> TellAsync(TextWriter error, ExportResult result, bool isFile)
    {
        foreach (string message in result.Messages)
        {
            await error.WriteLineAsync($"warning: {message}");
        }

        if (result.IsInterrupted)
        {
            await error.WriteLineAsync(
                isFile
                    ? "interrupted; no file was written"
                    : "interrupted; what was sent stays sent, and sending it again does no harm"
            );
            return ExitCodes.Interrupted;
        }

        if (result.Failure is { } failure)
        {
            await error.WriteLineAsync($"error: {failure}");
            await error.WriteLineAsync("Give the same command again when that is mended; identifiers stay the same.");
            return ExitCodes.Failed;
        }

        if (result.Rejected > 0)
        {
            await error.WriteLineAsync($"error: {ExportText.Spans(result.Rejected)} refused");
            return ExitCodes.Failed;
        }

        return ExitCodes.Ok;
    }

    private static async Task WarnAsync(TextWriter error, string folder)
    {
        if (!File.Exists(Path.Combine(folder, ExperimentFiles.Traces)))
        {
            await error.WriteLineAsync(
                "warning: only summaries of the runs were kept (`save_traces: false`): each trace is a single span, and all begin when the experiment did"
            );
        }

        if (ExperimentReader.Read(folder) is { Status: not ExperimentStanding.Completed } experiment)
        {
            string standing = experiment.Status == ExperimentStanding.Running ? "is still running" : "was interrupted";
            await error.WriteLineAsync(
                $"warning: the experiment {standing}; {experiment.Outcomes.Total:N0} of its {experiment.Total:N0} runs are there to export"
            );
        }
    }
}
