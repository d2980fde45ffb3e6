using System.Buffers;

namespace Baton.Configuration.Binding;

/// <summary>Paths of keys as they are shown, for example <c>runner.http.url</c> or <c>personas[0].name</c>.</summary>
internal static class KeyPath
{
    private static readonly SearchValues<char> Punctuation = SearchValues.Create(" .[]:\"'\n\t");

    /// <summary>One key further. A key that would read as something else is put in brackets and quotes.</summary>
    public static string Add(string path, string key)
    {
        bool simple = key.Length > 0 && !key.AsSpan().ContainsAny(Punctuation);
        return (simple, path.Length) switch
        {
            (true, 0) => key,
            (true, _) => $"{path}.{key}",
            _ => $"{path}[\"{key.Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"]",
        };
    }
}
