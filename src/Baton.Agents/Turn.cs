using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>One message to an agent.</summary>
public sealed record Turn
{
    /// <summary>What the user says.</summary>
    public required string Input { get; init; }

    /// <summary>
    /// The input as a structure where it is more than text; <see cref="Input"/> is then the same as JSON. An agent that
    /// knows text alone may leave it unread. Default: <see langword="null"/>.
    /// </summary>
    public JsonElement? InputValue { get; init; }

    /// <summary>Which turn of the conversation this is, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>What was said before, oldest first, without <see cref="Input"/>. Read-only.</summary>
    public IReadOnlyList<ChatMessage> History { get; init; } = [];

    /// <summary>Which step of the turn this is, where one turn calls the agent several times; otherwise <see langword="null"/>.</summary>
    public TurnStep? Step { get; init; }
}

/// <summary>One call of an agent in a loop of steps.</summary>
/// <param name="Number">Which step of the turn, from 1.</param>
/// <param name="Observation">The result of the step before, in place of <see cref="Turn.Input"/>; <see langword="null"/> in the first.</param>
public sealed record TurnStep(int Number, JsonElement? Observation = null);
