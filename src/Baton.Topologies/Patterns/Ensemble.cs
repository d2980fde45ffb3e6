using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>All answer the same question; one answer is made of theirs.</summary>
internal sealed class Ensemble(EnsembleConfig config) : TopologyPattern
{
    /// <summary>The slot that merges.</summary>
    public const string Aggregator = "aggregator";

    private const double HottestTemperature = 2;

    public override void Check(Team team, Problems problems)
    {
        problems.NeedRange("failure_threshold", config.FailureThreshold, 0, 1);
        problems.NeedRange("diversity_weight", config.DiversityWeight, 0, 1);
        problems.AddIf(
            Members(team).Length == 0,
            "an ensemble needs at least one member beside the `aggregator`",
            "members"
        );
        if (config.AggregationMethod == AggregationMethod.Synthesis)
        {
            problems.NeedSlots(team, TopologyType.Ensemble, Aggregator);
        }
    }

    public override async Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input)
    {
        Seat[] members = Members(scope.Team);
        string question = StepInput.Of(input);
        StepReply[] replies = await scope
            .AllAsync(
                members.Select<Seat, Func<Task<StepReply>>>(
                    (seat, index) =>
                        () => scope.AskAsync(new StepQuestion(Spread(seat, index, members.Length), seat.Slot, question))
                )
            )
            .ConfigureAwait(false);
        StepReply[] answered = [.. replies.Where(reply => reply.Succeeded)];
        double failed = (replies.Length - answered.Length) / (double)replies.Length;
        if (answered.Length == 0 || failed > config.FailureThreshold)
        {
            throw new TopologyException(
                $"{replies.Length - answered.Length} of {replies.Length} members failed, and `failure_threshold` is "
                    + $"{config.FailureThreshold}; the first: {replies.First(reply => !reply.Succeeded).Record.Error}"
            );
        }

        (string output, double confidence) = await AggregateAsync(scope, input, members, replies).ConfigureAwait(false);
        return ToJson(
            new EnsembleOutput(
                output,
                config.AggregationMethod,
                confidence,
                [.. replies.Select(reply => MemberAnswer.Of(reply))]
            )
        );
    }

    /// <summary>Those who answer.</summary>
    public static Seat[] Members(Team team) => [.. team.Seats.Where(seat => seat.Slot != Aggregator)];

    private async Task<(string Output, double Confidence)> AggregateAsync(
        TopologyScope scope,
        JsonObject input,
        Seat[] members,
        StepReply[] replies
    )
    {
        Aggregation.Ballot[] ballots =
        [
            .. members
                .Zip(replies)
                .Where(each => each.Second.Succeeded)
                .Select(each => new Aggregation.Ballot(
                    each.First.Slot,
                    each.Second.Answer.Content,
                    each.Second.Answer.Confidence,
                    each.First.Weight
                )),
        ];
        if (config.AggregationMethod != AggregationMethod.Synthesis)
        {
            return Aggregation.Of(config.AggregationMethod, ballots);
        }

        StepReply merged = await scope
            .AskAsync(
                Aggregator,
                Aggregator,
                StepInput.Of(
                    new SynthesisInput(
                        "Make one answer of these answers to the same question.",
                        input,
                        [.. ballots.Select(ballot => new GivenAnswer(ballot.Slot, ballot.Content, ballot.Confidence))]
                    )
                )
            )
            .ConfigureAwait(false);
        AgentAnswer answer = merged.OrThrow().Answer;
        return (answer.Content, answer.Confidence);
    }

    // Members of one model would otherwise say much the same.
    private Seat Spread(Seat seat, int index, int count)
    {
        if (count < 2 || config.DiversityWeight == 0)
        {
            return seat;
        }

        double offset = config.DiversityWeight * ((2d * index / (count - 1)) - 1);
        double temperature = Math.Round(Math.Clamp(seat.Agent.Config.Temperature + offset, 0, HottestTemperature), 4);
        return seat with { Agent = seat.Agent with { Config = seat.Agent.Config with { Temperature = temperature } } };
    }

    private sealed record SynthesisInput(string Instruction, JsonObject Question, IReadOnlyList<GivenAnswer> Answers);
}

/// <summary>What an ensemble came to.</summary>
internal sealed record EnsembleOutput(
    [property: Description("The one answer")] string Output,
    [property: Description("How it was made of the members' answers")] AggregationMethod Method,
    [property: Description("How sure it is, 0 to 1; for votes, the share of the votes")] double Confidence,
    [property: Description("What each member said, in the order of their slots")] IReadOnlyList<MemberAnswer> Members
);

/// <summary>An answer as another agent is shown it.</summary>
internal sealed record GivenAnswer(string Slot, string Answer, double Confidence);

/// <summary>What a member said, or why it failed.</summary>
internal sealed record MemberAnswer(
    [property: Description("The slot")] string Slot,
    [property: Description("What it said; absent where it failed")] string? Output,
    [property: Description("How sure it is, 0 to 1, 0.5 where it did not say; absent where it failed")]
        double? Confidence,
    [property: Description("Why it failed; absent where it did not")] string? Error
)
{
    public static MemberAnswer Of(StepReply reply) =>
        reply.Succeeded
            ? new(reply.Record.Slot, reply.Answer.Content, reply.Answer.Confidence, Error: null)
            : new(reply.Record.Slot, Output: null, Confidence: null, reply.Record.Error);
}
