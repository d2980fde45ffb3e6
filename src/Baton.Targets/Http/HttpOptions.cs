namespace Baton.Targets.Http;

/// <summary>The <c>http:</c> section.</summary>
public sealed record HttpOptions
{
    /// <summary>The address, absolute, <c>http</c> or <c>https</c>; may hold <c>${NAME}</c>.</summary>
    public required string Url { get; init; }
}
