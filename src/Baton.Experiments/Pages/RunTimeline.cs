using System.Globalization;
using System.Text.Json;

namespace Baton.Experiments.Pages;

/// <summary>Writes what happened inside a run as a nested list in Markdown: when, what, how long, and with what.</summary>
internal sealed class RunTimeline
{
    private const int LongestValue = 200;
    private readonly Dictionary<string, JsonElement> _ends = [];
    private readonly Dictionary<string, int> _depths = [];
    private readonly IReadOnlyList<JsonElement> _observations;
    private readonly DateTimeOffset? _start;

    /// <summary>Knows the observations of one run, in their order.</summary>
    public RunTimeline(IReadOnlyList<JsonElement> observations)
    {
        _observations = observations;
        foreach (JsonElement one in observations)
        {
            _start ??= Time(one);
            if (Text(one, "type") == "span_end" && Text(one, "span_id") is { } span)
            {
                _ends[span] = one;
            }
        }
    }

    /// <summary>Writes the list.</summary>
    public void Write(TextWriter text)
    {
        foreach (JsonElement one in _observations)
        {
            switch (Text(one, "type"))
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

    private void WriteSpan(TextWriter text, JsonElement start)
    {
        int depth = DepthUnder(start);
        JsonElement? end = null;
        if (Text(start, "span_id") is { } span)
        {
            _depths[span] = depth;
            end = _ends.TryGetValue(span, out JsonElement found) ? found : null;
        }

        List<string> values = [.. Values(start)];
        if (end is { } over)
        {
            if (Time(start) is { } began && Time(over) is { } ended)
            {
                values.Insert(0, Milliseconds(ended - began));
            }

            values.AddRange(Values(over));
        }
        else
        {
            values.Insert(0, "never ended");
        }

        WriteLine(text, start, depth, values);
    }

    private void WriteLine(TextWriter text, JsonElement one, int depth, IEnumerable<string> values)
    {
        string when = Time(one) is { } time && _start is { } start ? $"`+{Milliseconds(time - start)}` " : "";
        string facts = string.Join(", ", values);
        text.WriteLine(
            $"{new string(' ', 2 * depth)}- {when}{TracePage.Inline(Text(one, "kind") ?? "")} **{TracePage.Inline(Text(one, "name") ?? "")}**{(facts.Length == 0 ? "" : $": {facts}")}"
        );
    }

    private int DepthUnder(JsonElement one) =>
        Text(one, "parent_span_id") is { } parent && _depths.TryGetValue(parent, out int depth) ? depth + 1 : 0;

    private static IEnumerable<string> Values(JsonElement one)
    {
        foreach (string name in new[] { "input", "output" })
        {
            if (one.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
            {
                string shown = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                yield return $"{name} {TracePage.Code(Short(shown))}";
            }
        }

        if (Text(one, "error") is { } error)
        {
            yield return $"**failed**: {TracePage.Inline(Short(error))}";
        }
    }

    private static string Short(string text) =>
        text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue), " …");

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms");

    private static DateTimeOffset? Time(JsonElement one) =>
        one.TryGetProperty("timestamp", out JsonElement time)
        && time.ValueKind == JsonValueKind.String
        && time.TryGetDateTimeOffset(out DateTimeOffset read)
            ? read
            : null;

    private static string? Text(JsonElement one, string name) =>
        one.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
