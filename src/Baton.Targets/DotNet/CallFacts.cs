using Baton.Agents;

namespace Baton.Targets.DotNet;

/// <summary>Everything a method may ask for.</summary>
/// <param name="Turn">The turn; for a factory, one without input.</param>
/// <param name="Conversation">The conversation.</param>
/// <param name="Telemetry">Where spans may be sent, or <see langword="null"/>.</param>
/// <param name="CancellationToken">Ends the call.</param>
internal sealed record CallFacts(
    Turn Turn,
    ConversationContext Conversation,
    Uri? Telemetry,
    CancellationToken CancellationToken
);
