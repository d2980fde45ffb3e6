using System.Text;
using Baton.Configuration.Reading;

namespace Baton.Configuration;

/// <summary>Reads <c>.env</c> files.</summary>
/// <remarks>
/// One <c>NAME=value</c> a line, <c>export</c> before it or not; empty lines and lines that begin with <c>#</c> are skipped. An
/// unquoted value ends at the line's end or at <c> #</c>. Between single quotes everything stands for itself; between double
/// quotes <c>\n \r \t \" \\ \$</c> are escapes; quoted values may have many lines. The last one wins when a name comes twice.
/// Nothing is put in for <c>$</c>.
/// </remarks>
public static class DotEnv
{
    /// <summary>Reads a file. A missing one has no variables.</summary>
    /// <param name="path">The file.</param>
    /// <param name="errors">Where to say what is wrong; no value is ever shown.</param>
    /// <param name="shownAs">The path as the user would type it, for places. Default: <paramref name="path"/>.</param>
    /// <returns>The variables, by name.</returns>
    public static IReadOnlyDictionary<string, string> Read(
        string path,
        ConfigurationErrors errors,
        string? shownAs = null
    )
    {
        ConfigurationPlace place = new(shownAs ?? path);
        return File.Exists(path) && ConfigurationFile.ReadBytes(path, place, errors) is { } bytes
            ? Parse(place.Source, bytes, errors)
            : new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>Reads a text. Whatever the bytes are, nothing is thrown.</summary>
    /// <param name="source">The name shown in places.</param>
    /// <param name="utf8">The text as UTF-8.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public static IReadOnlyDictionary<string, string> Parse(
        string source,
        ReadOnlySpan<byte> utf8,
        ConfigurationErrors errors
    )
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        if (SourceText.TryDecode(source, ref utf8, errors))
        {
            string text = Encoding.UTF8.GetString(utf8).ReplaceLineEndings("\n");
            new DotEnvReader(source, text, errors).ReadInto(variables);
        }

        return variables;
    }
}
