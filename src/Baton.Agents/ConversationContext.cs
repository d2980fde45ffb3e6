using System.Text.Json.Nodes;

namespace Baton.Agents;

/// <summary>What an agent may know about the conversation it is in. The same for every turn.</summary>
public sealed record ConversationContext
{
    /// <summary>The identifier of the run, unique within an experiment.</summary>
    public required string RunId { get; init; }

    /// <summary>Who the simulated user is, or <see langword="null"/> when nobody in particular speaks.</summary>
    public PersonaContext? Persona { get; init; }

    /// <summary>Which repetition of the same input this is, from 0.</summary>
    public int Iteration { get; init; }

    /// <summary>Free facts from the input and the experiment. Read-only: it is shared between runs.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>
    /// Whether tool calls that ask for approval are granted without asking, or <see langword="null"/> when nothing was
    /// said and the agent does as it usually does.
    /// </summary>
    public bool? AutoApproveTools { get; init; }

    /// <summary>
    /// The trace the agent's own spans belong to, as a W3C <c>traceparent</c> header, or <see langword="null"/> when
    /// nobody collects them. Targets hand it on.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>Answers a request for approval while the turn waits; required where tools are approved by hand.</summary>
    public ToolApprover? ApproveTool { get; init; }
}

/// <summary>The simulated user as an agent may see it.</summary>
/// <param name="Name">The persona's identifier, for example <c>novice_user</c>.</param>
/// <param name="Prompt">The persona in prose, or <see langword="null"/> when only a name is known.</param>
/// <param name="Attributes">Everything the configuration says about the persona, or <see langword="null"/>.</param>
public sealed record PersonaContext(string Name, string? Prompt = null, JsonObject? Attributes = null);
