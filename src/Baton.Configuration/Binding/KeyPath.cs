namespace Baton.Configuration.Binding;

/// <summary>Paths of keys as they are shown, for example <c>runner.http.url</c> or <c>personas[0].name</c>.</summary>
internal static class KeyPath
{
    /// <summary>One key further. A key that would read as something else is put in brackets and quotes.</summary>
    public static string Add(string path, string key)
    {
        bool simple = key.Length > 0 && !key.AsSpan().ContainsAny(" .[]:\"'\n\t");
        return (simple, path.Length) switch
        {
            (true, 0) => key,
            (true, _) => $"{path}.{key}",
            _ => $"{path}[\"{key.Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"]",
        };
    }
}
