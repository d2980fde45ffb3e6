using System.Runtime.InteropServices;
using System.Text.Json;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>
/// Reads of lines of <c>per_trace.jsonl</c> the verdicts alone, one after the other, where a hundred thousand are wanted at once;
/// <see cref="EvaluatedRunLine"/> reads all of a line. Not thread-safe.
/// </summary>
internal sealed class VerdictLine
{
    private readonly Dictionary<string, int> _evaluators = new(StringComparer.Ordinal);
    private readonly List<byte[]> _names = [];
    private double[] _values = [];

    /// <summary>The evaluators of all lines so far, each with its place among the values.</summary>
    public IReadOnlyDictionary<string, int> Evaluators => _evaluators;

    /// <summary>The run; <see langword="null"/> when the line is damaged or names none.</summary>
    public string? RunKey { get; private set; }

    /// <summary>Whether it passes; <see langword="null"/> when nothing could be judged.</summary>
    public bool? Passed { get; private set; }

    /// <summary>The aggregate's score; not a number when nothing could be judged.</summary>
    public double Score { get; private set; }

    /// <summary>The evaluators' values by place; not a number where one came to no verdict.</summary>
    public double[] Values() => [.. _values];

    /// <summary>Reads a line.</summary>
    public void Read(ReadOnlySpan<byte> line)
    {
        RunKey = null;
        Passed = null;
        Score = double.NaN;
        Array.Fill(_values, double.NaN);
        try
        {
            Utf8JsonReader json = new(line);
            if (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    ReadMember(ref json);
                }
            }
        }
        catch (JsonException)
        {
            RunKey = null;
        }
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("run_key"u8))
        {
            json.Read();
            RunKey = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        }
        else if (json.ValueTextEquals("passed"u8))
        {
            json.Read();
            Passed = json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : null;
        }
        else if (json.ValueTextEquals("score"u8))
        {
            Score = ReadNumber(ref json);
        }
        else if (json.ValueTextEquals("scores"u8))
        {
            json.Read();
            if (json.TokenType == JsonTokenType.StartArray)
            {
                ReadScores(ref json);
            }

            json.Skip();
        }
        else
        {
            json.Skip();
        }
    }

    private void ReadScores(ref Utf8JsonReader json)
    {
        int expected = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                ReadScore(ref json, expected++);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void ReadScore(ref Utf8JsonReader json, int expected)
    {
        int place = -1;
        bool judged = false;
        double value = double.NaN;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("evaluator"u8))
            {
                json.Read();
                place = json.TokenType == JsonTokenType.String ? PlaceOf(ref json, expected) : -1;
            }
            else if (json.ValueTextEquals("status"u8))
            {
                json.Read();
                judged =
                    json.TokenType == JsonTokenType.String
                    && (json.ValueTextEquals("pass"u8) || json.ValueTextEquals("fail"u8));
            }
            else if (json.ValueTextEquals("value"u8))
            {
                value = ReadNumber(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        if (place >= 0 && judged)
        {
            _values[place] = value;
        }
    }

    // Evaluators stand in the same order on every line, so the name is usually the one that is expected.
    private int PlaceOf(ref Utf8JsonReader json, int expected)
    {
        if (expected < _names.Count && json.ValueTextEquals(_names[expected]))
        {
            return expected;
        }

        string name = json.GetString()!;
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_evaluators, name, out bool known);
        if (!known)
        {
            place = _names.Count;
            _names.Add(System.Text.Encoding.UTF8.GetBytes(name));
            Array.Resize(ref _values, _names.Count);
            _values[place] = double.NaN;
        }

        return place;
    }

    private static double ReadNumber(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number)
        {
            return json.GetDouble();
        }

        json.Skip();
        return double.NaN;
    }
}
