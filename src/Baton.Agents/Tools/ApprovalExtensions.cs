using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>Marks tools whose calls somebody has to agree to.</summary>
public static class ApprovalExtensions
{
    /// <summary>The tool, whose calls wait for <see cref="RunConfig.ApproveTool"/> or pause the run.</summary>
    public static AIFunction RequiringApproval(this AIFunction function) => new ApprovalRequiredAIFunction(function);
}
