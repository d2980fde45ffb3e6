using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Baton.Targets.Templates;

/// <summary>A path into JSON, for example <c>choices[0].delta.content</c>. Immutable.</summary>
/// <remarks>
/// Steps are <c>.name</c>, <c>[0]</c>, <c>[-1]</c> (from the end), <c>.0</c> (a list's item, or a member named so),
/// <c>["quoted key"]</c>, <c>['x']</c> and <c>[*]</c> (every item). A leading <c>$</c> or <c>$.</c> stands for the
/// whole value and may be left out; <c>$</c> alone is the whole value.
/// </remarks>
public sealed class DataPath : IParsable<DataPath>
{
    private readonly PathSegment[] _segments;
    private readonly byte[][] _names;

    private DataPath(string text, PathSegment[] segments)
    {
        Text = text;
        _segments = segments;
        _names = Array.ConvertAll(segments, segment => Encoding.UTF8.GetBytes(segment.Key));
        HasWildcard = Array.Exists(segments, segment => segment.Kind == PathSegmentKind.All);
    }

    /// <summary>The path as written.</summary>
    [SuppressMessage(
        "Naming",
        "CA1721",
        Justification = "The path's own text and the text it leads to are both the field's words."
    )]
    public string Text { get; }

    /// <summary>The steps, from the root; empty for <c>$</c>.</summary>
    public IReadOnlyList<PathSegment> Segments => _segments;

    /// <summary>Whether the path holds <c>[*]</c> and so may lead to many values.</summary>
    public bool HasWildcard { get; }

    /// <summary>Makes a path of steps; its text is the shortest that reads back as the same steps.</summary>
    public static DataPath Of(IEnumerable<PathSegment> segments)
    {
        PathSegment[] steps = [.. segments];
        return new DataPath(PathText.Write(steps), steps);
    }

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">The text is no path; the message says where and what was expected.</exception>
    public static DataPath Parse(string s) => new(s, [.. new DataPathReader(s).ReadAll()]);

    /// <inheritdoc/>
    /// <exception cref="FormatException">The text is no path; the message says where and what was expected.</exception>
    public static DataPath Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out DataPath result
    )
    {
        try
        {
            result = s is null ? null : Parse(s);
        }
        catch (FormatException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>Follows the path.</summary>
    /// <param name="root">Where it starts.</param>
    /// <param name="value">What was found, which may be JSON's null; with <c>[*]</c> the first of many.</param>
    /// <returns>Whether anything is there.</returns>
    public bool TryGet(JsonElement root, out JsonElement value) => TryGet(root, 0, out value);

    /// <summary>Follows the path, every branch of it. Without <c>[*]</c> there is at most one value.</summary>
    /// <param name="root">Where it starts.</param>
    /// <returns>What was found, in the order of the document.</returns>
    public IEnumerable<JsonElement> Select(JsonElement root) => Select(root, 0);

    /// <summary>Follows the path and gives what is there as text.</summary>
    /// <param name="root">Where it starts.</param>
    /// <returns>
    /// A string as it is, anything else as JSON; with <c>[*]</c> the texts joined. <see langword="null"/> when nothing
    /// or only JSON's null is there.
    /// </returns>
    public string? GetText(JsonElement root)
    {
        if (!HasWildcard)
        {
            return TryGet(root, out JsonElement value) ? JsonText.Of(value) : null;
        }

        StringBuilder? joined = null;
        foreach (JsonElement value in Select(root))
        {
            if (JsonText.Of(value) is { } text)
            {
                joined ??= new StringBuilder();
                joined.Append(text);
            }
        }

        return joined?.ToString();
    }

    /// <summary>The path as written.</summary>
    public override string ToString() => Text;

    private bool TryGet(JsonElement root, int from, out JsonElement value)
    {
        value = root;
        for (int i = from; i < _segments.Length; i++)
        {
            if (_segments[i].Kind == PathSegmentKind.All)
            {
                return TryGetFirst(value, i + 1, out value);
            }

            if (!TryStep(i, value, out value))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryGetFirst(JsonElement parent, int from, out JsonElement value)
    {
        foreach (JsonElement child in Children(parent))
        {
            if (TryGet(child, from, out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    private IEnumerable<JsonElement> Select(JsonElement root, int from)
    {
        JsonElement value = root;
        for (int i = from; i < _segments.Length; i++)
        {
            if (_segments[i].Kind == PathSegmentKind.All)
            {
                foreach (JsonElement child in Children(value))
                {
                    foreach (JsonElement found in Select(child, i + 1))
                    {
                        yield return found;
                    }
                }

                yield break;
            }

            if (!TryStep(i, value, out value))
            {
                yield break;
            }
        }

        yield return value;
    }

    private bool TryStep(int step, JsonElement parent, out JsonElement value)
    {
        PathSegment segment = _segments[step];
        switch (parent.ValueKind)
        {
            case JsonValueKind.Object when segment.Kind is PathSegmentKind.Key or PathSegmentKind.Number:
                return parent.TryGetProperty(_names[step], out value);
            case JsonValueKind.Array when segment.Kind is PathSegmentKind.Index or PathSegmentKind.Number:
                int length = parent.GetArrayLength();
                int index = segment.Index < 0 ? length + segment.Index : segment.Index;
                if (index >= 0 && index < length)
                {
                    value = parent[index];
                    return true;
                }

                break;
            default:
                break;
        }

        value = default;
        return false;
    }

    private static IEnumerable<JsonElement> Children(JsonElement parent) =>
        parent.ValueKind switch
        {
            JsonValueKind.Array => parent.EnumerateArray(),
            JsonValueKind.Object => parent.EnumerateObject().Select(member => member.Value),
            _ => [],
        };
}
