namespace Baton.Agents.Providers.Transport;

/// <summary>Where and how a provider's server is asked.</summary>
/// <param name="Path">The resource that answers.</param>
/// <param name="ProbePath">Something that costs nothing to ask for.</param>
/// <param name="Events">How a streamed answer is divided.</param>
internal sealed record ModelProtocol(string Path, string ProbePath, EventReading Events);
