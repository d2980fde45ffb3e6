using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>The primary answers; checkers approve or reject.</summary>
internal sealed class Crosscheck(CrosscheckConfig config) : TopologyPattern
{
    /// <summary>The slot that answers.</summary>
    public const string Primary = "primary";

    /// <summary>The slot that decides, where one does.</summary>
    public const string Mediator = "mediator";

    private static readonly WantedForm VerdictForm = WantedForm.Of<Verdict>("verdict");

    public override void Check(Team team, Problems problems)
    {
        problems.NeedSlots(team, TopologyType.Crosscheck, Primary);
        int there = team.Seats.Count(IsChecker);
        problems.AddIf(there == 0, $"a crosscheck needs at least one slot `{StepPath.CheckerPrefix}…`", "members");
        problems.AddIf(
            config.NumCheckers is { } wanted && (wanted < 1 || wanted > there),
            $"`num_checkers` is {config.NumCheckers}, and there are {there} slots `{StepPath.CheckerPrefix}…`",
            "config.num_checkers"
        );
        if (config.ConsensusMethod == ConsensusMethod.Mediator)
        {
            problems.NeedSlots(team, TopologyType.Crosscheck, Mediator);
        }
    }

    public override async Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input)
    {
        StepReply primary = await scope.AskAsync(Primary, Primary, StepInput.Of(input)).ConfigureAwait(false);
        string answer = primary.OrThrow().Answer.Content;
        string[] checkers = Checkers(scope.Team);
        StepReply[] replies = await scope
            .AllAsync(
                checkers.Select<string, Func<Task<StepReply>>>(
                    (slot, index) =>
                        () =>
                            scope.AskAsync(
                                slot,
                                slot,
                                StepInput.Of(
                                    CheckInput.For(
                                        input,
                                        answer,
                                        config.CheckerSpecializations.ElementAtOrDefault(index)
                                    )
                                ),
                                VerdictForm
                            )
                )
            )
            .ConfigureAwait(false);
        Verdict[] verdicts = [.. replies.Where(reply => reply.Succeeded).Select(reply => reply.Answer.As<Verdict>())];
        if (verdicts.Length * 2 < replies.Length)
        {
            throw new TopologyException(
                $"Only {verdicts.Length} of {replies.Length} checkers answered; the first that did not: "
                    + replies.First(reply => !reply.Succeeded).Record.Error
            );
        }

        Verdict consensus = await DecideAsync(scope, input, answer, verdicts).ConfigureAwait(false);
        return ToJson(
            new CrosscheckOutput(
                answer,
                consensus.Approved,
                config.ConsensusMethod,
                consensus.Confidence,
                [.. replies.Select(CheckResult.Of)]
            )
        );
    }

    /// <summary>The slots that check.</summary>
    public string[] Checkers(Team team) =>
        [.. team.Seats.Where(IsChecker).Select(seat => seat.Slot).Take(config.NumCheckers ?? int.MaxValue)];

    private static bool IsChecker(Seat seat) => seat.Slot.StartsWith(StepPath.CheckerPrefix, StringComparison.Ordinal);

    private async Task<Verdict> DecideAsync(TopologyScope scope, JsonObject input, string answer, Verdict[] verdicts)
    {
        Verdict decided;
        if (config.ConsensusMethod == ConsensusMethod.Mediator)
        {
            StepReply reply = await scope
                .AskAsync(
                    Mediator,
                    Mediator,
                    StepInput.Of(
                        new MediationInput("Decide whether the answer is to be approved.", input, answer, verdicts)
                    ),
                    VerdictForm
                )
                .ConfigureAwait(false);
            decided = reply.OrThrow().Answer.As<Verdict>();
        }
        else
        {
            decided = Consensus.Of(config.ConsensusMethod, verdicts);
        }

        return config.RequireUnanimousForApproval && !Array.TrueForAll(verdicts, verdict => verdict.Approved)
            ? decided with
            {
                Approved = false,
            }
            : decided;
    }

    private sealed record CheckInput(string Instruction, JsonObject Question, string Answer, string? Specialization)
    {
        public static CheckInput For(JsonObject question, string answer, string? specialization) =>
            new(
                specialization is null
                    ? "Check this answer to the question: is it right and complete?"
                    : $"Check this answer to the question. Look at {specialization} alone.",
                question,
                answer,
                specialization
            );
    }

    private sealed record MediationInput(
        string Instruction,
        JsonObject Question,
        string Answer,
        IReadOnlyList<Verdict> Verdicts
    );
}

/// <summary>A checker's answer.</summary>
/// <param name="Approved">Whether it approves.</param>
/// <param name="Confidence">How sure it is, 0 to 1.</param>
/// <param name="Issues">What is wrong.</param>
/// <param name="Feedback">What to do about it.</param>
internal sealed record Verdict(
    bool Approved,
    double Confidence = 0.5,
    IReadOnlyList<string>? Issues = null,
    string? Feedback = null
);

/// <summary>What a checker came to.</summary>
internal sealed record CheckResult(
    [property: Description("The slot")] string Slot,
    [property: Description("Whether it approves; absent where it failed")] bool? Approved,
    [property: Description("How sure it is, 0 to 1; absent where it failed")] double? Confidence,
    [property: Description("What is wrong with the answer")] IReadOnlyList<string>? Issues,
    [property: Description("What to do about it")] string? Feedback,
    [property: Description("Why the checker failed; absent where it did not")] string? Error
)
{
    public static CheckResult Of(StepReply reply)
    {
        Verdict? verdict = reply.Succeeded ? reply.Answer.As<Verdict>() : null;
        return new(
            reply.Record.Slot,
            verdict?.Approved,
            verdict?.Confidence,
            verdict?.Issues,
            verdict?.Feedback,
            reply.Record.Error
        );
    }
}

/// <summary>What a crosscheck came to.</summary>
internal sealed record CrosscheckOutput(
    [property: Description("The primary's answer")] string Output,
    [property: Description("Whether it is approved")] bool Approved,
    [property: Description("How that was decided")] ConsensusMethod Method,
    [property: Description("How sure the decision is, 0 to 1")] double Confidence,
    [property: Description("What each checker came to, in the order of their slots")] IReadOnlyList<CheckResult> Checks
);
