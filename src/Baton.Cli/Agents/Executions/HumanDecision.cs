using System.CommandLine;
using Baton.Cli.Agents.Following;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>Carries out <c>baton agents executions approve</c> and <c>reject</c>.</summary>
internal static class HumanDecision
{
    /// <summary>What is decided.</summary>
    /// <param name="IsApproval">Whether the execution may go on.</param>
    /// <param name="Step">About which step; <see langword="null"/> for all that wait.</param>
    /// <param name="Comment">Words for the agents.</param>
    /// <param name="By">Who says so.</param>
    internal sealed record Wish(bool IsApproval, string? Step, string Comment, string By);

    /// <summary>Writes the decision down.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ToolSession session,
        StoreOption option,
        ParseResult parsed,
        string id,
        Wish wish
    )
    {
        await using ITopologyStore store = StoreAccess.OpenForReading(option, parsed, session);
        await FoundExecution.InAsync(store, id);
        IReadOnlyList<Approval> before = await store.Approvals.ReadAsync(id, CancellationToken.None);
        int decided = await store.Approvals.DecideAsync(
            id,
            wish.Step,
            new ApprovalDecision(wish.IsApproval, wish.Comment, wish.By, session.Clock.GetUtcNow()),
            CancellationToken.None
        );
        if (decided == 0)
        {
            throw Nothing(id, wish, before);
        }

        foreach (
            Approval approval in before.Where(each =>
                each.Decision is null && (wish.Step ?? each.Request.Path) == each.Request.Path
            )
        )
        {
            await session.Error.WriteLineAsync(
                $"{(wish.IsApproval ? "approved" : "rejected")}: {approval.Request.Path}"
            );
        }

        await session.Error.WriteLineAsync($"go on with: {new NextCommands(option.Words(parsed)).Resume(id)}");
        return ExitCodes.Ok;
    }

    private static ConfigurationException Nothing(string id, Wish wish, IReadOnlyList<Approval> approvals)
    {
        if (wish.Step is null)
        {
            return UsageErrors.Of("ID", $"nothing in the execution `{id}` waits for a person");
        }

        return UsageErrors.Of(
            "--step",
            approvals.Any(approval => approval.Request.Path == wish.Step)
                ? $"`{wish.Step}` was decided already"
                : $"`{wish.Step}` does not wait for a person"
                    + Suggestion.Hint(wish.Step, approvals.Select(approval => approval.Request.Path))
        );
    }
}
