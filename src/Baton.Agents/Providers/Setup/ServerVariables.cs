namespace Baton.Agents.Providers.Setup;

/// <summary>The environment variables of one server.</summary>
/// <param name="Key">The key's, or <see langword="null"/> where no key is used.</param>
/// <param name="BaseUrl">The address's.</param>
internal sealed record ServerVariables(string? Key, string BaseUrl);
