using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Journal;

namespace Baton.Experiments.Comparison;

/// <summary>What an experiment's evaluation said of its runs, from <c>evaluation/per_trace.jsonl</c>.</summary>
internal sealed class Judgements
{
    private readonly Dictionary<string, Judgement> _byRun = new(StringComparer.Ordinal);
    private readonly VerdictLine _line = new();
    private readonly string _path;

    private Judgements(string path) => _path = path;

    /// <summary>The evaluators' names, each with its place in <see cref="Judgement.Values"/>.</summary>
    public IReadOnlyDictionary<string, int> Evaluators => _line.Evaluators;

    /// <summary>How many runs were judged, or at least looked at.</summary>
    public int Count => _byRun.Count;

    /// <summary>Reads an experiment's evaluation; <see langword="null"/> when it was not evaluated.</summary>
    public static Judgements? Read(string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, EvaluationFiles.Folder, EvaluationFiles.PerTrace);
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

        foreach (EvaluatorScore said in ScoresAt(judgement.Offset).Where(said => said.Score.Status == ScoreStatus.Fail))
        {
            string reason = said.Score.Reason is { Length: > 0 } why ? $": {why}" : " did not pass";
            yield return $"{said.Score.Evaluator}{reason}";
        }
    }

    private IReadOnlyList<EvaluatorScore> ScoresAt(long offset)
    {
        using WholeLines lines = WholeLines.Open(_path, offset);
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return [];
        }

        try
        {
            Utf8JsonReader reader = new(line);
            return EvaluatedRunLine.Read(JsonElement.ParseValue(ref reader))?.Scores ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private bool ReadNext(WholeLines lines)
    {
        long offset = lines.Offset;
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return false;
        }

        _line.Read(line);
        if (_line.RunKey is { } runKey)
        {
            _byRun[runKey] = new Judgement(offset, _line.Passed, _line.Score, _line.Values());
        }

        return true;
    }
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
