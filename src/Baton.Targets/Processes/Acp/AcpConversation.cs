using System.Runtime.CompilerServices;
using System.Text;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Processes.Acp;

/// <summary>A conversation with an ACP agent: a session of its own, kept between turns.</summary>
internal sealed class AcpConversation(AcpAgents agents, ConversationContext context) : IConversation
{
    private AcpAgent? _agent;
    private string? _session;
    private decimal _spent;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool isNew = _session is null || _agent?.IsUsable != true;
        if (isNew && await OpenAsync(cancellationToken).ConfigureAwait(false) is { } error)
        {
            yield return new ErrorEvent(error);
            yield break;
        }

        AcpPrompt prompt = new(_session!);
        AcpTurn taken = new(_agent!, prompt, context, _spent);
        _agent!.Prompt(prompt, isNew && turn.History.Count > 0 ? [Past(turn), turn.Input] : [turn.Input], context);
        try
        {
            await foreach (AgentEvent happened in taken.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            _spent = taken.Spent;
            await EndAsync(prompt).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_agent is { } agent)
        {
            (string? session, _agent, _session) = (_session, null, null);
            if (session is not null)
            {
                agent.CloseSession(session);
            }

            await agents.LeaveAsync(agent).ConfigureAwait(false);
        }
    }

    // A session that begins in the middle of a conversation knows nothing of what was said before.
    private static string Past(Turn turn)
    {
        StringBuilder past = new("What was said before in this conversation:\n");
        foreach (ChatMessage message in turn.History.Where(message => message.Text.Length > 0))
        {
            past.Append(message.Role.Value).Append(": ").Append(message.Text).Append('\n');
        }

        return past.ToString();
    }

    private async Task<AgentError?> OpenAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        try
        {
            _agent = await agents.JoinAsync(context, cancellationToken).ConfigureAwait(false);
            _session = await _agent.OpenSessionAsync(context, cancellationToken).ConfigureAwait(false);
            _spent = 0;
            return null;
        }
        catch (ProcessStartException failed)
        {
            return failed.Error;
        }
        catch (AcpException failed)
        {
            return failed.Error;
        }
    }

    private async ValueTask EndAsync(AcpPrompt prompt)
    {
        prompt.Leave();
        if (!prompt.Over.IsCompleted)
        {
            await _agent!.CancelAsync(prompt).ConfigureAwait(false);
        }

        _agent!.Connection.Forget(prompt);
        if (!_agent.IsUsable)
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }
}
