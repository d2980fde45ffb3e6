using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Experiments.Journal;

namespace Baton.Experiments.Comparison;

/// <summary>What an experiment's evaluation said of its runs, from <c>evaluation/per_trace.jsonl</c>.</summary>
internal sealed class Judgements
{
    private readonly Dictionary<string, Judgement> _byRun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _evaluators = new(StringComparer.Ordinal);
    private readonly string _path;

    private Judgements(string path) => _path = path;

    /// <summary>The evaluators' names, each with its place in <see cref="Judgement.Values"/>.</summary>
    public IReadOnlyDictionary<string, int> Evaluators => _evaluators;

    /// <summary>How many runs were judged, or at least looked at.</summary>
    public int Count => _byRun.Count;

    /// <summary>Reads an experiment's evaluation; <see langword="null"/> when it was not evaluated.</summary>
    public static Judgements? Read(string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, "evaluation", "per_trace.jsonl");
        if (!File.Exists(path))
        {
            return null;
        }

        Judgements found = new(path);
        using WholeLines lines = WholeLines.Open(path);
        while (found.ReadNext(lines))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return found;
    }

    /// <summary>What was said of a run; <see langword="null"/> when it was not evaluated.</summary>
    public Judgement? Of(string runKey) => _byRun.TryGetValue(runKey, out Judgement judgement) ? judgement : null;

    /// <summary>Why evaluators did not pass a run: their names and reasons.</summary>
    public IEnumerable<string> ReasonsOf(string runKey)
    {
        if (!_byRun.TryGetValue(runKey, out Judgement judgement))
        {
            yield break;
        }

        foreach (JsonElement score in ScoresAt(judgement.Offset).Where(score => Text(score, "status") is "fail"))
        {
            string reason = Text(score, "reason") is { Length: > 0 } said ? $": {said}" : " did not pass";
            yield return $"{Text(score, "evaluator")}{reason}";
        }
    }

    private List<JsonElement> ScoresAt(long offset)
    {
        using WholeLines lines = WholeLines.Open(_path, offset);
        return lines.TryRead(out ReadOnlySpan<byte> line) && Parse(line) is { } judged ? Scores(judged) : [];
    }

    private bool ReadNext(WholeLines lines)
    {
        long offset = lines.Offset;
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return false;
        }

        if (Parse(line) is { } judged && Text(judged, "run_key") is { } runKey)
        {
            _byRun[runKey] = new Judgement(offset, Flag(judged, "passed"), Number(judged, "score"), ReadValues(judged));
        }

        return true;
    }

    private double[] ReadValues(JsonElement judged)
    {
        List<JsonElement> scores = Scores(judged);
        double[] values = new double[Math.Max(_evaluators.Count, scores.Count)];
        Array.Fill(values, double.NaN);
        foreach (JsonElement score in scores)
        {
            if (Text(score, "evaluator") is { } evaluator)
            {
                ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_evaluators, evaluator, out bool known);
                place = known ? place : _evaluators.Count - 1;
                if (place >= values.Length)
                {
                    int before = values.Length;
                    Array.Resize(ref values, place + 1);
                    values.AsSpan(before).Fill(double.NaN);
                }

                values[place] = Text(score, "status") is "pass" or "fail" ? Number(score, "value") : double.NaN;
            }
        }

        return values;
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = new(line);
            JsonElement judged = JsonElement.ParseValue(ref reader);
            return judged.ValueKind == JsonValueKind.Object ? judged : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<JsonElement> Scores(JsonElement judged) =>
        judged.TryGetProperty("scores", out JsonElement scores) && scores.ValueKind == JsonValueKind.Array
            ? [.. scores.EnumerateArray().Where(score => score.ValueKind == JsonValueKind.Object)]
            : [];

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static double Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : double.NaN;

    private static bool? Flag(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;
}

/// <summary>What was said of one run.</summary>
/// <param name="Offset">Where its line begins.</param>
/// <param name="Passed">Whether it passes; <see langword="null"/> when nothing could be judged.</param>
/// <param name="Score">The aggregate's score, 0 to 1; not a number when nothing could be judged.</param>
/// <param name="Values">The evaluators' values by place; not a number where one came to no verdict.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Judgement(long Offset, bool? Passed, double Score, double[] Values)
{
    /// <summary>The value of one evaluator; not a number where it came to no verdict.</summary>
    public double ValueOf(int place) => place < Values.Length ? Values[place] : double.NaN;
}
