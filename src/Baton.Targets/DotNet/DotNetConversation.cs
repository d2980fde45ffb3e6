using System.Reflection;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.DotNet;

/// <summary>A conversation with an agent's code: an object of its own where the method needs one.</summary>
internal sealed class DotNetConversation(
    DotNetTarget target,
    ConversationContext context,
    ReturnedEvents events,
    CallThreads threads,
    Uri? telemetry
) : IConversation
{
    private object? _instance;
    private IConversation? _agent;
    private IChatClient? _client;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        (LoadedAgent? agent, AgentError? error) = target.TryLoad();
        if (error is not null)
        {
            yield return new ErrorEvent(error);
            yield break;
        }

        DotNetCall call = new(stop => PlayAsync(agent!.Method, turn, stop), context.TraceParent, cancellationToken);
        bool hasOutcome = false;
        try
        {
            await foreach (AgentEvent happened in call.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
                if (happened is FinalEvent or ErrorEvent or LimitEvent)
                {
                    hasOutcome = true;
                    break;
                }
            }
        }
        finally
        {
            await call.DisposeAsync().ConfigureAwait(false);
            if (call.IsAbandoned)
            {
                // What still works on them is not to be disturbed; another turn begins anew.
                (_instance, _agent, _client) = (null, null, null);
            }
        }

        if (!hasOutcome)
        {
            yield return new ErrorEvent(new AgentError(ErrorKind.NoOutput, "the turn ended without an answer"));
        }
    }

    /// <summary>Disposes the conversation's object; what it throws then is of no turn and is left out.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (object? held in new object?[] { _agent, _client, _instance })
        {
            try
            {
                if (held is IAsyncDisposable asynchronous)
                {
                    await asynchronous.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    (held as IDisposable)?.Dispose();
                }
            }
            catch (Exception thrown) when (thrown is not OutOfMemoryException)
            {
                // The turns are over and recorded.
            }
        }

        (_instance, _agent, _client) = (null, null, null);
    }

    private async IAsyncEnumerable<AgentEvent> PlayAsync(
        AgentMethod method,
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        IAsyncEnumerable<AgentEvent> happening;
        if (method.IsFactory && _agent is not null)
        {
            happening = _agent.TakeTurnAsync(turn, cancellationToken);
        }
        else
        {
            CallFacts facts = new(turn, context, telemetry, cancellationToken);
            object? returned = await threads
                .RunAsync(() => method.Invoke(_instance ??= New(method), facts))
                .ConfigureAwait(false);
            object? value = await AgentResult.AwaitAsync(returned).ConfigureAwait(false);
            happening =
                method.IsFactory && Converse(value) is { } agent
                    ? agent.TakeTurnAsync(turn, cancellationToken)
                    : events.ReadAsync(value, cancellationToken);
        }

        await foreach (AgentEvent happened in happening.ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private IConversation? Converse(object? made)
    {
        _client = made as IChatClient;
        return _agent = made switch
        {
            IAgent agent => agent.StartConversation(context),
            IChatClient client => new Agent(target.Name)
            {
                ChatClient = client,
                Config = new RunConfig
                {
                    MaxTime = Timeout.InfiniteTimeSpan,
                    TimeoutPerTurn = Timeout.InfiniteTimeSpan,
                },
            }.StartConversation(context),
            _ => null,
        };
    }

    private static object? New(AgentMethod method) =>
        method.InstanceType is { } type
            ? Activator.CreateInstance(
                type,
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions,
                binder: null,
                args: null,
                culture: null
            )
            : null;
}
