using Baton.Agents;

namespace Baton.Targets.Processes.Conversations;

/// <summary>A place at a process of the pool; the conversation stays with it as long as the process lives.</summary>
internal sealed class PooledSeat(ProcessPool pool) : IProcessSeat
{
    private PooledProcess? _process;

    /// <inheritdoc/>
    public async ValueTask<AgentRequest> SendAsync(
        Turn turn,
        ConversationContext conversation,
        CancellationToken cancellationToken
    )
    {
        for (int attempt = 1; ; attempt++)
        {
            _process ??= await pool.JoinAsync(cancellationToken).ConfigureAwait(false);
            AgentRequest? request;
            try
            {
                request = await _process.Process.OpenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                pool.Learn(_process);
                throw;
            }

            if (request is not null)
            {
                request.Process.Send(request, turn, conversation);
                return request;
            }

            AgentProcess over = _process.Process;
            pool.Learn(_process);
            pool.Leave(_process);
            _process = null;
            await over.GiveUpAfterAsync(attempt).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask EndAsync(AgentRequest request)
    {
        await request.Process.AbandonAsync(request).ConfigureAwait(false);
        request.Process.Leave(request);
        pool.Learn(_process!);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            pool.Leave(_process);
            _process = null;
        }

        return ValueTask.CompletedTask;
    }
}
