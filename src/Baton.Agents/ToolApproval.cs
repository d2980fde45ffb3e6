using System.Text.Json;

namespace Baton.Agents;

/// <summary>Decides about one tool call that an agent asks to have approved.</summary>
/// <param name="request">The call.</param>
/// <param name="cancellationToken">Ends the wait together with the turn.</param>
public delegate ValueTask<ToolApproval> ToolApprover(
    ToolApprovalRequestedEvent request,
    CancellationToken cancellationToken
);

/// <summary>The answer to a request for approval.</summary>
/// <param name="Approved">Whether the call may be made.</param>
/// <param name="Reason">Why not, told to the agent; <see langword="null"/> when there is nothing to say.</param>
/// <param name="Arguments">Arguments to use instead of the requested ones, or <see langword="null"/> to keep those.</param>
public sealed record ToolApproval(bool Approved, string? Reason = null, JsonElement? Arguments = null);
