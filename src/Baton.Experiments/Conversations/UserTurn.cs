using Baton.Experiments.Inputs;

namespace Baton.Experiments.Conversations;

/// <summary>What the user says in one turn.</summary>
/// <param name="Text">The message.</param>
/// <param name="Source"><c>input</c>, <c>script</c> or <c>supervisor</c>.</param>
/// <param name="Expect">What the answer must fulfil, or null.</param>
/// <param name="DurationMs">How long it took to write, or null for what was fixed beforehand.</param>
internal sealed record UserTurn(string Text, string Source, TurnExpectation? Expect, double? DurationMs = null);
