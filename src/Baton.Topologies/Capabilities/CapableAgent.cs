using System.Collections.Concurrent;
using Baton.Agents;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities;

/// <summary>An agent with its capabilities around it. The agent itself is made when it is first asked.</summary>
internal sealed class CapableAgent(
    AgentType agent,
    AnswerForm? form,
    IReadOnlyList<Capability> capabilities,
    CapabilityPlace place
) : IAgent, IAsyncDisposable
{
    private readonly SemaphoreSlim _making = new(1);
    private readonly ConcurrentDictionary<string, CapableTurn> _byRun = new(StringComparer.Ordinal);
    private readonly List<Capability> _created = [];
    private MadeAgent? _made;

    public string Name => agent.Name;

    /// <summary>The description, what a slot overrides in place.</summary>
    public AgentType Type => agent;

    /// <summary>In the order in which they act.</summary>
    public IReadOnlyList<Capability> Capabilities => capabilities;

    /// <summary>What it shares with others of the sitting.</summary>
    public CapabilityPlace Place => place;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) => Start(context, check: null);

    /// <summary>Opens the conversation of an attempt.</summary>
    /// <param name="context">The step.</param>
    /// <param name="check">Says what is wrong with an answer by throwing <see cref="System.Text.Json.JsonException"/>.</param>
    public IConversation Start(ConversationContext context, Action<string>? check) =>
        new CapableConversation(this, context, check);

    /// <summary>The agent, made on the first call.</summary>
    /// <exception cref="TopologyException">It cannot be made.</exception>
    public async Task<MadeAgent> MadeAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _made ??= await MakeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Says which turn a run of the agent belongs to, until what is returned is disposed.</summary>
    public IDisposable Register(string runId, CapableTurn turn)
    {
        _byRun[runId] = turn;
        return new Registration(() => _byRun.TryRemove(runId, out _));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAgent made in new[] { _made?.Agent, _made?.Thinker }.OfType<IAgent>().Distinct())
        {
            if (made is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
        }

        for (int index = _created.Count - 1; index >= 0; index--)
        {
            await _created[index].DestroyedAsync().ConfigureAwait(false);
        }

        _making.Dispose();
    }

    private async Task<MadeAgent> MakeAsync(CancellationToken cancellationToken)
    {
        AgentSetup setup = new(agent, form, run => TurnOf(run)?.Step);
        foreach (string tool in agent.Config.Tools)
        {
            foreach (
                AIFunction function in await place.Tools.ResolveAsync(tool, cancellationToken).ConfigureAwait(false)
            )
            {
                setup.Tools.Add(function);
            }
        }

        foreach (Capability capability in capabilities)
        {
            if (!_created.Contains(capability))
            {
                _created.Add(capability);
            }

            await capability.CreatedAsync(setup, cancellationToken).ConfigureAwait(false);
        }

        bool pauses = false;
        for (int index = 0; index < setup.Tools.Count; index++)
        {
            AIFunction tool = setup.Tools[index];
            pauses |= tool.GetService<ApprovalRequiredAIFunction>() is not null;
            setup.Tools[index] = new WatchedFunction(tool, TurnOf);
        }

        IAgent made = place.Source.Create(setup);
        if (setup.Form is null || setup.IsTarget)
        {
            return new MadeAgent(made, made, setup.Form, setup.IsTarget, pauses);
        }

        AnswerForm wanted = setup.Form;
        setup.Form = null;
        return new MadeAgent(made, place.Source.Create(setup), wanted, IsTarget: false, pauses);
    }

    private CapableTurn? TurnOf(RunContext run) => _byRun.GetValueOrDefault(run.RunId);

    private sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>An agent that takes turns.</summary>
/// <param name="Agent">It.</param>
/// <param name="Thinker">The same without a form for its answers.</param>
/// <param name="Form">The form of its answers.</param>
/// <param name="IsTarget">Whether it lives elsewhere, with a conversation of its own.</param>
/// <param name="Pauses">Whether some of its tools wait for a person.</param>
internal sealed record MadeAgent(IAgent Agent, IAgent Thinker, AnswerForm? Form, bool IsTarget, bool Pauses);
