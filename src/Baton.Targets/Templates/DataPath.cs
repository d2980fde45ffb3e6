using System.Diagnostics.CodeAnalysis;

namespace Baton.Targets.Templates;

/// <summary>A path into JSON-like data, for example <c>choices[0].delta.content</c>.</summary>
public sealed class DataPath : IParsable<DataPath>
{
    private DataPath(string text) => Text = text;

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public static DataPath Parse(string s, IFormatProvider? provider) => new(s);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out DataPath result
    )
    {
        result = s is null ? null : new DataPath(s);
        return result is not null;
    }
}
