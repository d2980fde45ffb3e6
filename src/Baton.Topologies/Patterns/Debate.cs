using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>A proponent and an opponent argue in rounds; a mediator gives the verdict.</summary>
internal sealed class Debate(DebateConfig config) : TopologyPattern
{
    /// <summary>The slot that argues for the topic.</summary>
    public const string Proponent = "proponent";

    /// <summary>The slot that argues against it.</summary>
    public const string Opponent = "opponent";

    /// <summary>The slot that judges.</summary>
    public const string Mediator = "mediator";

    private static readonly WantedForm PositionForm = WantedForm.Of<Position>("position");
    private static readonly WantedForm VerdictForm = WantedForm.Of<DebateVerdict>("verdict");

    public override void Check(Team team, Problems problems)
    {
        problems.NeedSlots(team, TopologyType.Debate, Proponent, Opponent, Mediator);
        problems.NeedRange("max_rounds", config.MaxRounds, 0);
        problems.NeedRange("convergence_threshold", config.ConvergenceThreshold, 0, 1);
    }

    public override async Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input)
    {
        List<Turn> turns = [];
        await SpeakAsync(scope, input, turns, round: 0).ConfigureAwait(false);
        int round = 0;
        bool agreed = HaveAgreed(turns);
        while (round < config.MaxRounds && !(agreed && config.AllowEarlyTermination))
        {
            await SpeakAsync(scope, input, turns, ++round).ConfigureAwait(false);
            agreed = HaveAgreed(turns);
        }

        DebateVerdict verdict =
            agreed && config.ConsensusMethod != ConsensusMethod.Mediator
                ? new DebateVerdict(
                    turns[^1].Stance,
                    turns[^1].Argument,
                    Math.Min(turns[^2].Agreement, turns[^1].Agreement)
                )
                : await JudgeAsync(scope, input, turns).ConfigureAwait(false);
        return ToJson(new DebateOutput(verdict.Verdict, verdict.Winner, verdict.Confidence, round, agreed, turns));
    }

    private static async Task SpeakAsync(TopologyScope scope, JsonObject topic, List<Turn> turns, int round)
    {
        string step = round == 0 ? "opening" : $"round-{round}";
        Turn[] heard = [.. turns];
        foreach (string side in new[] { Proponent, Opponent })
        {
            // In the opening both speak without having heard the other, later in turn.
            Turn[] before = round == 0 ? heard : [.. turns];
            StepReply reply = await scope
                .AskAsync(
                    side,
                    $"{step}/{side}",
                    StepInput.Of(DebateInput.For(side, topic, round, before)),
                    PositionForm
                )
                .ConfigureAwait(false);
            Position said = reply.OrThrow().Answer.As<Position>();
            turns.Add(new Turn(round, side, said.Stance, said.Argument, said.Agreement));
        }
    }

    private static async Task<DebateVerdict> JudgeAsync(TopologyScope scope, JsonObject topic, List<Turn> turns)
    {
        DebateInput question = new(
            "Judge this debate: name the winner (`proponent`, `opponent` or `draw`) and give the verdict.",
            topic,
            Side: null,
            Round: null,
            turns
        );
        StepReply reply = await scope
            .AskAsync(Mediator, "verdict", StepInput.Of(question), VerdictForm)
            .ConfigureAwait(false);
        return reply.OrThrow().Answer.As<DebateVerdict>();
    }

    private bool HaveAgreed(List<Turn> turns) =>
        turns is [.., { } one, { } other]
        && Aggregation.Normal(one.Stance) == Aggregation.Normal(other.Stance)
        && Math.Min(one.Agreement, other.Agreement) >= config.ConvergenceThreshold;

    private sealed record DebateInput(
        string Instruction,
        JsonObject Topic,
        string? Side,
        int? Round,
        IReadOnlyList<Turn> Positions
    )
    {
        public static DebateInput For(string side, JsonObject topic, int round, IReadOnlyList<Turn> positions) =>
            new(
                round == 0
                    ? $"You are the {side} of this topic. State your stance in a few words and argue for it."
                    : $"You are the {side} of this topic. Answer the positions so far; agree where they are right.",
                topic,
                side,
                round,
                positions
            );
    }
}

/// <summary>A debater's answer.</summary>
/// <param name="Stance">What it stands for, in a few words.</param>
/// <param name="Argument">Why.</param>
/// <param name="Agreement">How far it agrees with the other side, 0 to 1.</param>
internal sealed record Position(string Stance, string Argument, double Agreement = 0);

/// <summary>The mediator's answer.</summary>
internal sealed record DebateVerdict(string Winner, string Verdict, double Confidence = 0.5);

/// <summary>A position in the order of the debate; round 0 is the opening.</summary>
internal sealed record Turn(
    [property: Description("The round; 0 is the opening")] int Round,
    [property: Description("Who speaks: `proponent` or `opponent`")] string Slot,
    [property: Description("What it stands for, in a few words")] string Stance,
    [property: Description("Why")] string Argument,
    [property: Description("How far it agrees with the other side, 0 to 1")] double Agreement
);

/// <summary>What a debate came to.</summary>
internal sealed record DebateOutput(
    [property: Description("The verdict")] string Output,
    [property: Description("Who won: `proponent`, `opponent`, `draw`, or the stance both agreed on")] string Winner,
    [property: Description("How sure the verdict is, 0 to 1")] double Confidence,
    [property: Description("How many rounds there were after the opening")] int Rounds,
    [property: Description("Whether the debaters agreed in the end")] bool Converged,
    [property: Description("What was said, in order")] IReadOnlyList<Turn> Positions
);
