using Baton.Agents;

namespace Baton.Targets.Processes.Conversations;

/// <summary>A process for one conversation alone, kept between its turns and started again when it has ended.</summary>
internal sealed class OwnSeat(LiveProcesses processes, string? traceParent = null) : IProcessSeat
{
    private AgentProcess? _process;

    /// <inheritdoc/>
    public async ValueTask<AgentRequest> SendAsync(
        Turn turn,
        ConversationContext conversation,
        CancellationToken cancellationToken
    )
    {
        for (int attempt = 1; ; attempt++)
        {
            if (_process is null || !_process.IsUsable)
            {
                await DisposeAsync().ConfigureAwait(false);
                _process = processes.Start(traceParent: traceParent);
            }

            if (await _process.OpenAsync(cancellationToken).ConfigureAwait(false) is { } request)
            {
                // Opened first, so that what the program prints while it starts is kept with the turn.
                try
                {
                    await _process.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    await EndAsync(request).ConfigureAwait(false);
                    throw;
                }

                _process.Send(request, turn, conversation);
                return request;
            }

            await _process.GiveUpAfterAsync(attempt).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask EndAsync(AgentRequest request)
    {
        await request.Process.AbandonAsync(request).ConfigureAwait(false);
        request.Process.Leave(request);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync().ConfigureAwait(false);
            _process = null;
        }
    }
}
