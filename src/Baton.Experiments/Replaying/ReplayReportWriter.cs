using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Replaying;

/// <summary>Holds the runs of a replay against their recording, and writes <c>replay.json</c> and <c>replay.md</c> into its folder.</summary>
internal static class ReplayReportWriter
{
    /// <summary>All divergences, for programs.</summary>
    public const string JsonFile = "replay.json";

    /// <summary>The first divergences, for people.</summary>
    public const string MarkdownFile = "replay.md";

    private const int Version = 1;
    private const int ShownAtMost = 50;
    private const int TextAtMost = 2000;

    /// <summary>Writes both files anew from all runs of the folder, those of earlier sittings included.</summary>
    /// <param name="folder">The replay's folder.</param>
    /// <param name="recorded">The recording.</param>
    /// <param name="settings">What counts as a divergence.</param>
    /// <param name="leftOut">What was not replayed.</param>
    /// <exception cref="ResultsWriteException">They cannot be written.</exception>
    public static ReplayReport Write(
        string folder,
        RecordedExperiment recorded,
        ReplaySettings settings,
        NotReplayed leftOut
    )
    {
        ReplayReport? report = null;
        ReplacedFile.Write(
            Path.Combine(folder, JsonFile),
            stream => report = WriteJson(stream, folder, recorded, settings, leftOut)
        );
        ReplacedFile.Write(
            Path.Combine(folder, MarkdownFile),
            stream => stream.Write(Encoding.UTF8.GetBytes(ReplayMarkdown.Of(report!)))
        );
        return report!;
    }

    // Divergences are written as they are found, and the counts behind them, so that no more than one is held.
    private static ReplayReport WriteJson(
        Stream stream,
        string folder,
        RecordedExperiment recorded,
        ReplaySettings settings,
        NotReplayed leftOut
    )
    {
        using Utf8JsonWriter json = new(
            stream,
            new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        DivergenceSearch search = new(settings);
        SortedDictionary<DivergenceKind, long> kinds = [];
        SortedDictionary<int, long> turns = [];
        List<Divergence> shown = [];
        (long runs, long diverged) = (0, 0);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("recording", recorded.Folder);
        WriteSettings(json, settings);
        json.WriteStartArray("divergences");
        foreach (RunTrace now in ExperimentReader.ReadTraces(folder))
        {
            RecordedMatch match = recorded.Find(now.RunKey, now.Input, now.Persona, now.Iteration);
            if (match.Fit != RecordedFit.Same)
            {
                continue;
            }

            runs++;
            if (search.Find(recorded.Read(match), now) is not { } found)
            {
                continue;
            }

            diverged++;
            kinds[found.Kind] = kinds.GetValueOrDefault(found.Kind) + 1;
            turns[found.Turn] = turns.GetValueOrDefault(found.Turn) + 1;
            WriteDivergence(json, found);
            if (shown.Count < ShownAtMost)
            {
                shown.Add(Short(found));
            }

            if (json.BytesPending > 64 * 1024)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteNumber("runs", runs);
        json.WriteNumber("diverged", diverged);
        WriteCounts(json, "first_differs_in", kinds.Select(kind => (Word(kind.Key), kind.Value)));
        WriteCounts(json, "first_differs_at_turn", turns.Select(turn => ($"{turn.Key}", turn.Value)));
        WriteLeftOut(json, leftOut);
        json.WriteEndObject();
        return new ReplayReport
        {
            Recording = recorded.Folder,
            Settings = settings,
            Runs = runs,
            Diverged = diverged,
            Kinds = kinds,
            Turns = turns,
            LeftOut = leftOut,
            Shown = shown,
        };
    }

    /// <summary>The word files use for a kind.</summary>
    public static string Word(DivergenceKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static void WriteSettings(Utf8JsonWriter json, ReplaySettings settings)
    {
        json.WriteString("answers", settings.Answers.ToString().ToLowerInvariant());
        if (settings.Answers == AnswerComparison.Similar)
        {
            json.WriteNumber("similarity", settings.Similarity);
        }

        json.WriteString("tools", settings.Tools.ToString().ToLowerInvariant());
        json.WriteString("tool_results", settings.HandsOutResults ? "recorded" : "live");
    }

    private static void WriteDivergence(Utf8JsonWriter json, Divergence found)
    {
        json.WriteStartObject();
        json.WriteString("run_key", found.RunKey);
        json.WriteString("trace_id", found.TraceId);
        json.WriteString("recorded_trace_id", found.RecordedTraceId);
        json.WriteNumber("turn", found.Turn);
        json.WriteNumber("turns", found.Turns);
        json.WriteString("kind", Word(found.Kind));
        json.WriteString("user", found.User);
        json.WriteString("recorded", found.Recorded);
        json.WriteString("now", found.Now);
        if (found.Similarity is { } similarity)
        {
            json.WriteNumber("similarity", Math.Round(similarity, 4));
        }

        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IEnumerable<(string Name, long Count)> counts)
    {
        json.WriteStartObject(name);
        foreach ((string what, long count) in counts)
        {
            json.WriteNumber(what, count);
        }

        json.WriteEndObject();
    }

    private static void WriteLeftOut(Utf8JsonWriter json, NotReplayed leftOut)
    {
        json.WriteStartObject("not_replayed");
        json.WriteNumber("new", leftOut.New);
        json.WriteNumber("changed", leftOut.Changed);
        json.WriteNumber("gone", leftOut.Gone);
        WriteKeys(json, "new_runs", leftOut.NewExamples);
        WriteKeys(json, "changed_runs", leftOut.ChangedExamples);
        json.WriteEndObject();
    }

    private static void WriteKeys(Utf8JsonWriter json, string name, IReadOnlyList<string> keys)
    {
        json.WriteStartArray(name);
        foreach (string key in keys)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
    }

    private static Divergence Short(Divergence found) =>
        found with
        {
            User = Short(found.User),
            Recorded = Short(found.Recorded),
            Now = Short(found.Now),
        };

    private static string Short(string text) => text.Length <= TextAtMost ? text : $"{text.AsSpan(0, TextAtMost)}…";
}
