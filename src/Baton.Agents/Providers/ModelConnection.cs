namespace Baton.Agents.Providers;

/// <summary>Which model to talk to, and how.</summary>
public sealed record ModelConnection
{
    /// <summary>The provider and the model.</summary>
    public required ModelName Name { get; init; }

    /// <summary>The key; <see langword="null"/> for a server that needs none. It appears in no message.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// The server, with or without <c>/v1</c> at the end. Default: the provider's own. For <c>openai</c> a path other
    /// than <c>/</c> is used as written (<c>https://gateway/api/v3</c>); for <c>anthropic</c> <c>/v1</c> is added to it.
    /// </summary>
    public string? BaseUrl { get; init; }

    /// <summary>
    /// How long one attempt may take; for a streamed answer, how long the server may be silent. Default 60 s.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When and how often a failed call is made again.</summary>
    public ModelRetry Retry { get; init; } = new();

    /// <summary>The connection without its key.</summary>
    public override string ToString() => $"{Name} at {BaseUrl ?? "the provider's own server"}";
}
