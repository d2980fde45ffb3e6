using System.Globalization;
using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Pages;

/// <summary>Writes what happened inside a run as a nested list in Markdown: when, what, how long, and with what.</summary>
internal sealed class RunTimeline
{
    private const int LongestValue = 200;
    private readonly Dictionary<string, Observation> _ends = [];
    private readonly Dictionary<string, int> _depths = [];
    private readonly IReadOnlyList<Observation> _observations;
    private readonly DateTimeOffset? _start;

    /// <summary>Knows the observations of one run, in their order.</summary>
    public RunTimeline(IReadOnlyList<Observation> observations)
    {
        _observations = observations;
        foreach (Observation one in observations)
        {
            _start ??= one.Timestamp;
            if (one is { Type: "span_end", SpanId: { } span })
            {
                _ends[span] = one;
            }
        }
    }

    /// <summary>Writes the list.</summary>
    public void Write(TextWriter text)
    {
        foreach (Observation one in _observations)
        {
            switch (one.Type)
            {
                case "span_start":
                    WriteSpan(text, one);
                    break;
                case "event":
                    WriteLine(text, one, DepthUnder(one), Values(one));
                    break;
            }
        }
    }

    private void WriteSpan(TextWriter text, Observation start)
    {
        int depth = DepthUnder(start);
        Observation? end = null;
        if (start.SpanId is { } span)
        {
            _depths[span] = depth;
            end = _ends.TryGetValue(span, out Observation? found) ? found : null;
        }

        List<string> values = [.. Values(start)];
        if (end is { } over)
        {
            values.Insert(0, Milliseconds(over.Timestamp - start.Timestamp));
            values.AddRange(Values(over));
        }
        else
        {
            values.Insert(0, "never ended");
        }

        WriteLine(text, start, depth, values);
    }

    private void WriteLine(TextWriter text, Observation one, int depth, IEnumerable<string> values)
    {
        string when = $"`+{Milliseconds(one.Timestamp - _start!.Value)}` ";
        string facts = string.Join(", ", values);
        text.WriteLine(
            $"{new string(' ', 2 * depth)}- {when}{TracePage.Inline(one.Kind)} **{TracePage.Inline(one.Name)}**{(facts.Length == 0 ? "" : $": {facts}")}"
        );
    }

    private int DepthUnder(Observation one) =>
        one.ParentSpanId is { } parent && _depths.TryGetValue(parent, out int depth) ? depth + 1 : 0;

    private static IEnumerable<string> Values(Observation one)
    {
        if (one.Input is { } input)
        {
            yield return $"input {Shown(input)}";
        }

        if (one.Output is { } output)
        {
            yield return $"output {Shown(output)}";
        }

        if (one.Error is { } error)
        {
            yield return $"**failed**: {TracePage.Inline(Short(error))}";
        }
    }

    private static string Shown(JsonElement value) =>
        TracePage.Code(Short(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()));

    private static string Short(string text) =>
        text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue), " …");

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms");
}
