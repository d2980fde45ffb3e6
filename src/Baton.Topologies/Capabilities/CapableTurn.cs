using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Baton.Agents;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Execution;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities;

/// <summary>One attempt at a step: leads the message through the capabilities to the agent, and its answer back.</summary>
internal sealed class CapableTurn : IAsyncDisposable
{
    private readonly CapableAgent _agent;
    private readonly ConversationContext _context;
    private readonly Action<string>? _check;
    private readonly ChannelWriter<AgentEvent> _events;
    private readonly CancellationToken _token;
    private readonly List<ChatMessage> _history = [];
    private IConversation? _lasting;
    private int _turns;

    public CapableTurn(
        CapableAgent agent,
        ConversationContext context,
        string input,
        Action<string>? check,
        ChannelWriter<AgentEvent> events,
        CancellationToken cancellationToken
    )
    {
        _agent = agent;
        _context = context;
        _check = check;
        _events = events;
        _token = cancellationToken;
        JsonObject facts = context.Metadata ?? [];
        Step = new CapabilityStep(this)
        {
            ExecutionId = agent.Place.ExecutionId,
            CorrelationId = (string?)facts["correlation_id"],
            Path = (string?)facts["step"] ?? context.RunId,
            Slot = (string?)facts["slot"] ?? agent.Name,
            Attempt = (int?)facts["attempt"] ?? 1,
            Agent = agent.Type,
            Input = input,
            States = agent.Place.States,
            TimeProvider = agent.Place.TimeProvider,
        };
    }

    /// <summary>The attempt as capabilities see it.</summary>
    public CapabilityStep Step { get; }

    /// <summary>Goes through all of it. The last event is the outcome.</summary>
    /// <exception cref="ExecutionPausedException">A person has to decide first.</exception>
    public async Task RunAsync()
    {
        AgentError error;
        try
        {
            string answer = await AnswerAsync().ConfigureAwait(false);
            await _events.WriteAsync(new FinalEvent(answer), _token).ConfigureAwait(false);
            return;
        }
        catch (Exception end) when (end is OperationCanceledException or ExecutionPausedException)
        {
            throw;
        }
        catch (TurnFailedException failed)
        {
            error = failed.Error;
        }
        catch (JsonException misfit)
        {
            error = new AgentError(
                ErrorKind.Protocol,
                $"the answer has not the form `{Step.Form?.Name}`: {misfit.Message}"
            );
        }
        catch (TopologyException broken)
        {
            error = new AgentError(ErrorKind.Start, broken.Message);
        }
        catch (Exception thrown)
        {
            error = new AgentError(ErrorKind.Exception, thrown.Message);
        }

        foreach (Capability capability in _agent.Capabilities)
        {
            await capability.ErrorAsync(Step, error).ConfigureAwait(false);
        }

        await _events.WriteAsync(new ErrorEvent(error), _token).ConfigureAwait(false);
    }

    /// <summary>Takes a turn of the agent itself.</summary>
    /// <param name="message">What it is told.</param>
    /// <param name="isThought">Whether the answer is free of form and no part of the step's.</param>
    /// <param name="isAside">Whether the conversation knows nothing of it.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="TurnFailedException">The turn failed.</exception>
    public async Task<string> TakeAsync(string message, bool isThought, bool isAside)
    {
        MadeAgent made = await _agent.MadeAsync(_token).ConfigureAwait(false);
        int number = Interlocked.Increment(ref _turns);
        string runId = number == 1 ? _context.RunId : $"{_context.RunId}-{number}";
        Baton.Agents.Turn turn = new()
        {
            Input = message,
            Number = made.IsTarget && !isAside ? (_history.Count / 2) + 1 : 1,
            History = isAside ? [] : [.. _history],
        };
        string answer;
        using (_agent.Register(runId, this))
        {
            answer = await TakeAsync(
                    made,
                    isThought ? made.Thinker : made.Agent,
                    turn,
                    number,
                    runId,
                    isThought,
                    isAside
                )
                .ConfigureAwait(false);
        }

        if (!isAside)
        {
            _history.Add(new ChatMessage(ChatRole.User, message));
            _history.Add(new ChatMessage(ChatRole.Assistant, answer));
        }

        return answer;
    }

    /// <summary>Why a call of a tool must not be made, or <see langword="null"/>.</summary>
    public async ValueTask<string?> RefusalAsync(ToolCallEvent call, CancellationToken cancellationToken)
    {
        foreach (Capability capability in _agent.Capabilities)
        {
            if (await capability.ToolCallAsync(Step, call, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    public ValueTask DisposeAsync() => _lasting?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<string> AnswerAsync()
    {
        MadeAgent made = await _agent.MadeAsync(_token).ConfigureAwait(false);
        Step.Form = made.Form;
        IReadOnlyList<Capability> capabilities = _agent.Capabilities;
        foreach (Capability capability in capabilities)
        {
            await capability.StartAsync(Step, _token).ConfigureAwait(false);
        }

        string text = Step.Input;
        foreach (Capability capability in capabilities)
        {
            text = await capability.MessageAsync(Step, text, _token).ConfigureAwait(false);
        }

        text = await InvokeAsync(0, text).ConfigureAwait(false);
        for (int index = capabilities.Count - 1; index >= 0; index--)
        {
            text = await capabilities[index].ResponseAsync(Step, text, _token).ConfigureAwait(false);
        }

        _check?.Invoke(text);
        foreach (Capability capability in capabilities)
        {
            await capability.CompleteAsync(Step, text, _token).ConfigureAwait(false);
        }

        return text;
    }

    private Task<string> InvokeAsync(int index, string message) =>
        index == _agent.Capabilities.Count
            ? TakeAsync(message, isThought: false, isAside: false)
            : _agent.Capabilities[index].InvokeAsync(Step, message, next => InvokeAsync(index + 1, next), _token);

    private async Task<string> TakeAsync(
        MadeAgent made,
        IAgent agent,
        Baton.Agents.Turn turn,
        int number,
        string runId,
        bool isThought,
        bool isAside
    )
    {
        if (made.Pauses && agent is Agent model)
        {
            ConfirmedRun confirmed = new(model, this, _agent, runId, number);
            return await HearAsync(confirmed.TakeTurnAsync(turn, _token), made, isThought).ConfigureAwait(false);
        }

        // A target's conversation lasts, since the target may remember it; a model is told what was said.
        if (made.IsTarget && !isAside)
        {
            _lasting ??= agent.StartConversation(_context);
            return await HearAsync(_lasting.TakeTurnAsync(turn, _token), made, isThought).ConfigureAwait(false);
        }

        IConversation conversation = agent.StartConversation(_context with { RunId = runId });
        await using (conversation.ConfigureAwait(false))
        {
            return await HearAsync(conversation.TakeTurnAsync(turn, _token), made, isThought).ConfigureAwait(false);
        }
    }

    // Hands on what happens, except the turn's outcome: it is not the step's.
    private async Task<string> HearAsync(IAsyncEnumerable<AgentEvent> turn, MadeAgent made, bool isThought)
    {
        StringWriter said = new();
        string? answer = null;
        await foreach (AgentEvent happened in turn.ConfigureAwait(false))
        {
            switch (happened)
            {
                case FinalEvent final:
                    answer = final.Output;
                    continue;
                case ErrorEvent failed:
                    throw new TurnFailedException(failed.Error);
                case LimitEvent limit:
                    throw new TurnFailedException(new AgentError(ErrorKind.Limit, limit.Message));
                case TextEvent text:
                    await said.WriteAsync(text.Content.AsMemory(), _token).ConfigureAwait(false);
                    await TellAsync(isThought ? new ReasoningEvent(text.Content) : text).ConfigureAwait(false);
                    continue;
                case ToolCallEvent call when made.IsTarget:
                    await RefusalAsync(call, _token).ConfigureAwait(false);
                    break;
                default:
                    break;
            }

            await TellAsync(happened).ConfigureAwait(false);
        }

        return answer ?? said.ToString();
    }

    private ValueTask TellAsync(AgentEvent happened) => _events.WriteAsync(happened, _token);
}

/// <summary>The agent's turn failed.</summary>
/// <param name="error">Why.</param>
internal sealed class TurnFailedException(AgentError error) : TopologyException(error.Message)
{
    public AgentError Error { get; } = error;
}
