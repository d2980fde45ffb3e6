namespace Baton.Configuration;

/// <summary>One thing wrong with a configuration.</summary>
/// <param name="Place">Where.</param>
/// <param name="Key">The path of keys, for example <c>runner.http.url</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what to do, in one or two sentences without a full stop at the end.</param>
public sealed record ConfigurationError(ConfigurationPlace Place, string Key, string Message)
{
    /// <summary><c>place: key: message</c>.</summary>
    public override string ToString() => Key.Length == 0 ? $"{Place}: {Message}" : $"{Place}: {Key}: {Message}";
}
