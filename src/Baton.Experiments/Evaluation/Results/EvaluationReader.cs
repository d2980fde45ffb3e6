using System.Text.Json;
using Baton.Experiments.Journal;
using Baton.Experiments.Results;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>Reads the evaluation of an experiment, without changing it.</summary>
public static class EvaluationReader
{
    /// <summary>Whether the experiment was evaluated.</summary>
    /// <param name="experimentFolder">The experiment's folder.</param>
    public static bool Exists(string experimentFolder) =>
        File.Exists(FileOf(experimentFolder, EvaluationFiles.Summary));

    /// <summary>Reads the evaluation's <c>summary.json</c>; <see langword="null"/> when there is none or it is damaged.</summary>
    /// <param name="experimentFolder">The experiment's folder.</param>
    public static EvaluationSummary? ReadSummary(string experimentFolder) =>
        EvaluationSummaryFile.Read(FileOf(experimentFolder, EvaluationFiles.Summary));

    /// <summary>
    /// Whether runs were carried out after the evaluation, by <c>--resume</c> or <c>--retry</c>, so that it may tell of earlier ones;
    /// <see langword="false"/> when there is none.
    /// </summary>
    /// <param name="experimentFolder">The experiment's folder.</param>
    public static bool IsOutdated(string experimentFolder) =>
        ReadSummary(experimentFolder) is { } evaluation
        && evaluation.EvaluatedAt < ExperimentReader.ReadSummary(experimentFolder)?.CompletedAt;

    /// <summary>
    /// Reads <c>per_trace.jsonl</c> one line at a time, in the order of <c>traces.jsonl</c>; nothing when it is not there. Lines that
    /// are damaged are passed over.
    /// </summary>
    /// <param name="experimentFolder">The experiment's folder.</param>
    public static IEnumerable<EvaluatedRun> ReadRuns(string experimentFolder) =>
        ReadRunsOf(FileOf(experimentFolder, EvaluationFiles.PerTrace));

    /// <summary>
    /// Reads the evaluated traces with what was said of them, one at a time, in the order of <c>traces.jsonl</c>; nothing when the
    /// experiment was not evaluated.
    /// </summary>
    /// <param name="experimentFolder">The experiment's folder.</param>
    public static IEnumerable<JudgedTrace> ReadTraces(string experimentFolder) =>
        JudgedTrace.Read(experimentFolder, ReadRuns(experimentFolder));

    /// <summary>Reads a file like <c>per_trace.jsonl</c>.</summary>
    internal static IEnumerable<EvaluatedRun> ReadRunsOf(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using WholeLines lines = WholeLines.Open(path);
        while (Next(lines) is (true, var run))
        {
            if (run is not null)
            {
                yield return run;
            }
        }
    }

    private static (bool More, EvaluatedRun? Run) Next(WholeLines lines)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return (false, null);
        }

        try
        {
            Utf8JsonReader reader = new(line);
            return (true, EvaluatedRunLine.Read(JsonElement.ParseValue(ref reader)));
        }
        catch (JsonException)
        {
            return (true, null);
        }
    }

    private static string FileOf(string experimentFolder, string file) =>
        Path.Combine(experimentFolder, EvaluationFiles.Folder, file);
}
