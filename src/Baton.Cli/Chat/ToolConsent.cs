using Baton.Agents;
using Baton.Cli.Run;

namespace Baton.Cli.Chat;

/// <summary>Decides about a model's tool calls: asks at the terminal, or declines where there is none.</summary>
internal sealed class ToolConsent : IDisposable
{
    private readonly ManualApproval? _approval;

    /// <summary>Creates the decider.</summary>
    /// <param name="session">Where it asks.</param>
    /// <param name="lines">What is typed.</param>
    public ToolConsent(ToolSession session, TypedLines lines)
    {
        Lines = new SideLines(session.Error);
        _approval = session.CanAsk ? new ManualApproval(session, lines) : null;
    }

    /// <summary>The lines that wait while a question is open.</summary>
    public SideLines Lines { get; }

    /// <summary>Decides about one call.</summary>
    public async ValueTask<ToolApproval> DecideAsync(
        ToolApprovalRequestedEvent request,
        CancellationToken cancellationToken
    )
    {
        if (_approval is null)
        {
            return new ToolApproval(
                false,
                "Nobody is at a terminal to approve it; `--auto-approve-tools` approves every call"
            );
        }

        using IDisposable question = Lines.Ask();
        return await _approval.AskAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _approval?.Dispose();
}
