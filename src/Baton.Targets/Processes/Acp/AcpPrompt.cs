using System.Threading.Channels;
using Baton.Agents;
using Baton.Targets.Processes.Conversations;

namespace Baton.Targets.Processes.Acp;

/// <summary>One prompt and what the agent says to it, in order. A turn that is slow makes the agent's reader wait.</summary>
/// <param name="sessionId">The session it belongs to.</param>
internal sealed class AcpPrompt(string sessionId)
{
    private const int MostWaiting = 256;
    private const int MostLogs = 1000;
    private readonly Channel<AcpMessage> _messages = Channel.CreateBounded<AcpMessage>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true }
    );

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AgentEvent? _verdict;
    private int _logs;

    /// <summary>The session it belongs to.</summary>
    public string SessionId => sessionId;

    /// <summary>Completes when the agent has answered, or is gone.</summary>
    public Task Over => _over.Task;

    /// <summary>The next message.</summary>
    public async ValueTask<AcpMessage> NextAsync(CancellationToken cancellationToken)
    {
        while (await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_messages.Reader.TryRead(out AcpMessage? message))
            {
                return message;
            }
        }

        return new AcpEnd(_verdict ?? new ErrorEvent(ProcessFailure.Stopped));
    }

    /// <summary>Adds what the agent said; waits while the turn is behind, not when nobody listens any more.</summary>
    public async ValueTask AddAsync(AcpMessage message, CancellationToken cancellationToken)
    {
        while (
            !_messages.Writer.TryWrite(message)
            && await _messages.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false)
        ) { }
    }

    /// <summary>Adds a line that was printed; never waits: past 1,000 lines, or when the turn is behind, it is left out.</summary>
    public void AddLog(string text, string source)
    {
        int count = Interlocked.Increment(ref _logs);
        if (count <= MostLogs)
        {
            _messages.Writer.TryWrite(
                new AcpLog(new LogEvent(count < MostLogs ? text : "further lines of this turn are left out", source))
            );
        }
    }

    /// <summary>The agent will say no more to it.</summary>
    public void End() => _over.TrySetResult();

    /// <summary>Ends it without a word of the agent, after what it said before.</summary>
    public void EndWith(AgentEvent outcome)
    {
        _verdict = outcome;
        _messages.Writer.TryComplete();
    }

    /// <summary>Nobody listens any more.</summary>
    public void Leave() => _messages.Writer.TryComplete();
}
