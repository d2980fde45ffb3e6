using Baton.Agents;
using Baton.Cli.Chat;

namespace Baton.Cli.Run;

/// <summary>Asks at the terminal about each tool call that waits for approval, one question at a time.</summary>
/// <param name="session">Where the terminal is.</param>
/// <param name="lines">What is typed, where others read it too. Default: the session's input.</param>
internal sealed class ManualApproval(ToolSession session, TypedLines? lines = null) : IDisposable
{
    private readonly TypedLines _lines = lines ?? new TypedLines(session.In);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private bool _approveRest;
    private volatile bool _isAsking;

    /// <summary>Whether a question stands on the screen and waits for its answer.</summary>
    public bool IsAsking => _isAsking;

    /// <summary>Asks about one call.</summary>
    public async ValueTask<ToolApproval> AskAsync(
        ToolApprovalRequestedEvent request,
        CancellationToken cancellationToken
    )
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            _isAsking = !_approveRest;
            return _approveRest ? new ToolApproval(true) : await AskPersonAsync(request, cancellationToken);
        }
        finally
        {
            _isAsking = false;
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<ToolApproval> AskPersonAsync(
        ToolApprovalRequestedEvent request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        await session.Error.WriteLineAsync($"The agent wants to call `{request.ToolName}` with {request.Arguments}");
        while (true)
        {
            await session.Error.WriteAsync("Approve? [y]es, [n]o, [a]ll from now on: ");
            string answer = await _lines.ReadAsync(cancellationToken) ?? "";
            switch (answer.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return new ToolApproval(true);
                case "a" or "all":
                    _approveRest = true;
                    return new ToolApproval(true);
                case "n" or "no" or "":
                    return new ToolApproval(false, "The user declined");
                default:
                    break;
            }
        }
    }
}
