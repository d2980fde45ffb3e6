using Baton.Configuration.Reading;

namespace Baton.Configuration;

/// <summary>Reads a configuration that is already in memory.</summary>
public static class ConfigurationText
{
    /// <summary>
    /// Reads one document. Whatever the bytes are, nothing is thrown: each thing wrong becomes one error with line and column.
    /// </summary>
    /// <param name="source">The name shown in places.</param>
    /// <param name="utf8">The text as UTF-8, with or without a byte order mark.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>
    /// The tree, an empty mapping for a text without any value, or <see langword="null"/> when nothing could be made of it. A
    /// tree may come back although errors were added (a key given twice, an unknown tag), so that more can be found at once.
    /// </returns>
    public static ConfigurationNode? Parse(
        string source,
        ReadOnlySpan<byte> utf8,
        ConfigurationFormat format,
        ConfigurationErrors errors
    )
    {
        if (!SourceText.TryDecode(source, ref utf8, errors))
        {
            return null;
        }

        return format switch
        {
            ConfigurationFormat.Json => JsonReader.Read(source, utf8, errors),
            ConfigurationFormat.Yaml => YamlReader.Read(source, utf8, errors),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
        };
    }
}
