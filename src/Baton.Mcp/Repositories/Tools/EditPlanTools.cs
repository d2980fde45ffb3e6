using System.ComponentModel;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Repositories.Tools;

/// <summary>The tools <c>propose_edit_plan</c> and <c>validate_edit_plan</c>.</summary>
internal static class EditPlanTools
{
    private static readonly ToolInfo _proposing = new()
    {
        Name = "propose_edit_plan",
        Title = "Propose edits",
        Description =
            "Proposes the edits that connect a repository to Baton: file, kind, anchor, text, how to undo it, and why; then what a "
            + "person does besides, and the commands that prove the result. Nothing is written: show the plan, and carry it out "
            + "only with consent.",
    };

    private static readonly ToolInfo _checking = new()
    {
        Name = "validate_edit_plan",
        Title = "Check edits",
        Description =
            "Checks a plan of edits against the repository as it is now: every path stays inside, every anchor is there once, every "
            + "edit can be undone, and the resulting configuration has no errors. Nothing is written.",
    };

    /// <summary>Makes the tools.</summary>
    public static IEnumerable<McpServerTool> Create(ToolRoom room) =>
        [
            new ServerTool<ProposeEditPlanArguments, EditPlan>(
                _proposing,
                room,
                (arguments, _, cancellationToken) =>
                    Task.FromResult(
                        EditPlan.Propose(room.Root.Resolve(arguments.Root ?? "."), arguments.Pattern, cancellationToken)
                    )
            ),
            new ServerTool<ValidateEditPlanArguments, EditPlanVerdict>(
                _checking,
                room,
                (arguments, _, _) =>
                    Task.FromResult(
                        new EditPlanVerdict(EditPlan.Validate(arguments.Plan, room.Root.Resolve(arguments.Root ?? ".")))
                    )
            ),
        ];
}

/// <summary>What <c>propose_edit_plan</c> takes.</summary>
internal sealed record ProposeEditPlanArguments
{
    [Description("The repository's folder, from the server's root. Default: the root itself")]
    public string? Root { get; init; }

    [Description("The pattern to follow, as `analyze_repository` names it. Default: the best one")]
    public string? Pattern { get; init; }
}

/// <summary>What <c>validate_edit_plan</c> takes.</summary>
internal sealed record ValidateEditPlanArguments
{
    [Description("The plan, as `propose_edit_plan` gives it, changed or not")]
    public required EditPlan Plan { get; init; }

    [Description("The repository's folder, from the server's root. Default: the root itself")]
    public string? Root { get; init; }
}

/// <summary>What <c>validate_edit_plan</c> finds.</summary>
internal sealed record EditPlanVerdict(
    [property: Description("What is wrong, in the order of the edits; empty for a good plan")]
        IReadOnlyList<EditProblem> Problems
)
{
    [Description("Whether the plan can be carried out as it is")]
    public bool Valid => Problems.Count == 0;
}
