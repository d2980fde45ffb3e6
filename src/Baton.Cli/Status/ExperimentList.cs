using System.CommandLine;
using System.Globalization;
using Baton.Cli.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Cli.Status;

/// <summary>Carries out <c>baton status experiments</c>.</summary>
internal static class ExperimentList
{
    /// <summary>Lists the experiments.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ToolSession session, ResultOptions options, ParseResult parsed)
    {
        int limit = options.Limit(parsed);
        string folder = options.Folder(parsed, session);
        ExperimentFolder[] experiments = [.. ExperimentFolder.In(folder).Take(limit)];
        if (options.IsJson(parsed))
        {
            JsonText.WriteArray(session.Out, experiments, WriteJson);
            return ExitCodes.Ok;
        }

        if (experiments.Length == 0)
        {
            session.Error.WriteLine($"No experiments in {folder}; run one with `baton run experiment`");
            return ExitCodes.Ok;
        }

        TextTable table = new();
        table.Add("EXPERIMENT", "STARTED", "RUNS", "SUCCESS", "STATE");
        foreach (ExperimentFolder experiment in experiments)
        {
            ExperimentSummary? summary = experiment.Summary;
            table.Add(
                experiment.Name,
                experiment.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                summary is null ? "-" : $"{summary.TotalTraces}",
                SummaryText.Percent(summary?.SuccessRate),
                experiment.State
            );
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, ExperimentFolder experiment)
    {
        json.WriteStartObject();
        json.WriteString("name", experiment.Name);
        json.WriteString("directory", experiment.Path);
        json.WriteString("started_at", experiment.StartedAt.UtcDateTime);
        json.WriteString("state", experiment.State);
        if (experiment.Summary is { } summary)
        {
            json.WriteNumber("total_traces", summary.TotalTraces);
            json.WriteNumber("successful", summary.Successful);
            json.WriteNumber("failed", summary.Failed);
        }

        json.WriteEndObject();
    }
}
