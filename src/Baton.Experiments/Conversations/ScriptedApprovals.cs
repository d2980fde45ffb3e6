using System.Text.Json;
using Baton.Agents;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Conversations;

/// <summary>Decides about tool calls: by the input's script first, then without asking where that was set, then by hand.</summary>
internal sealed class ScriptedApprovals(
    IReadOnlyList<ScriptedApproval> script,
    bool? autoApprove,
    ToolApprover? askByHand
)
{
    /// <summary>The turn that is under way, from 1.</summary>
    public int Turn { get; set; }

    /// <summary>What the agent asks, or null when nobody is there to decide.</summary>
    public ToolApprover? Approver => script.Count == 0 && autoApprove is not true && askByHand is null ? null : Decide;

    private ValueTask<ToolApproval> Decide(ToolApprovalRequestedEvent request, CancellationToken cancellationToken)
    {
        ScriptedApproval? scripted = script.FirstOrDefault(approval =>
            (approval.Turn is null || approval.Turn == Turn)
            && (approval.Tool is null || approval.Tool == request.ToolName)
        );
        if (scripted is not null)
        {
            return ValueTask.FromResult(Answer(scripted));
        }

        if (autoApprove is true)
        {
            return ValueTask.FromResult(new ToolApproval(Approved: true));
        }

        return askByHand is not null
            ? askByHand(request, cancellationToken)
            : ValueTask.FromResult(new ToolApproval(Approved: false, "nobody was there to approve it"));
    }

    private static ToolApproval Answer(ScriptedApproval scripted) =>
        scripted.Decision switch
        {
            ApprovalDecision.Approve => new ToolApproval(Approved: true),
            ApprovalDecision.Edit => new ToolApproval(
                Approved: true,
                Arguments: JsonElement.Parse((scripted.Arguments ?? []).ToJsonString())
            ),
            _ => new ToolApproval(Approved: false, scripted.Reason),
        };
}
