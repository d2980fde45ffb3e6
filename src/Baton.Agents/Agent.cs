using System.Diagnostics.CodeAnalysis;
using Baton.Agents.Running;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>A model with instructions and tools. Holds nothing of a conversation, so that any number of runs may share it.</summary>
/// <remarks>
/// What is wrong with it (no model, two tools of one name) is found when a run starts, before any call is made. A list
/// given to it must not change while it runs.
/// </remarks>
public sealed class Agent : IAgent
{
    private PreparedAgent? _prepared;

    /// <summary>Creates an agent.</summary>
    /// <param name="name">Its name: shown to people, written into traces, and the word other agents hand over to.</param>
    /// <param name="instructions">What it is to do, given to the model with every call. Default: nothing.</param>
    public Agent(string name, string instructions = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(instructions);
        Name = name;
        Instructions = instructions;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What it is to do, given to the model with every call.</summary>
    public string Instructions { get; }

    /// <summary>What it is good for, told to agents that may call it or hand over to it. Default: its instructions' first line.</summary>
    public string? Description { get; init; }

    /// <summary>The model, as <c>provider:model</c> (<see cref="Models"/> has the common ones). This or <see cref="ChatClient"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The client of a model, in place of <see cref="Model"/>; it stays the caller's to dispose.</summary>
    public IChatClient? ChatClient { get; init; }

    /// <summary>The tools. Default: none.</summary>
    public IReadOnlyList<AITool> Tools { get; init; } = [];

    /// <summary>The agents it may hand the conversation over to; agents may name one another. Default: none.</summary>
    public IList<Agent> Handoffs { get; } = [];

    /// <summary>How the model is to answer (temperature, longest answer, reasoning …). Default: as it does. Copied for each call.</summary>
    public ChatOptions? Options { get; init; }

    /// <summary>Judge the input before the model sees it. Default: none.</summary>
    public IReadOnlyList<Guardrail> InputGuardrails { get; init; } = [];

    /// <summary>Judge the answer before the caller sees it; text that was streamed has been seen. Default: none.</summary>
    public IReadOnlyList<Guardrail> OutputGuardrails { get; init; } = [];

    /// <summary>Called around each model call and tool call of this agent, after the configuration's. Default: none.</summary>
    public IReadOnlyList<RunHooks> Hooks { get; init; } = [];

    /// <summary>The configuration of runs that bring none: of a conversation, of a nested agent. Default: the defaults.</summary>
    public RunConfig Config { get; init; } = RunConfig.Default;

    /// <summary>
    /// A tool that gives its <c>input</c> to this agent in a run of its own and returns the answer. Time, tokens and cost
    /// count for the calling run too.
    /// </summary>
    /// <param name="name">The tool's name. Default: this agent's, in the letters a tool's name may have.</param>
    /// <param name="description">What it is good for. Default: <see cref="Description"/>.</param>
    public AIFunction AsTool(string? name = null, string? description = null) =>
        new AgentTool(this, name ?? ToolName.From(Name), description ?? Purpose);

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes the conversation")]
    public IConversation StartConversation(ConversationContext context) => new AgentConversation(this, context);

    /// <summary>What it is good for, in one line.</summary>
    internal string Purpose => Description ?? Instructions.Split('\n', 2)[0];

    /// <summary>Checked and ready to run; made anew only when it matters.</summary>
    internal PreparedAgent Prepare(RunConfig config)
    {
        PreparedAgent? prepared = _prepared;
        if (prepared?.IsFor(config) != true)
        {
            _prepared = prepared = PreparedAgent.Create(this, config);
        }

        return prepared;
    }
}
