using System.Text.Json;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Capabilities.StructuredOutput;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Execution;

/// <summary>What is asked of one agent in one step.</summary>
/// <param name="Seat">Who is asked.</param>
/// <param name="Path">The step.</param>
/// <param name="Input">What is asked.</param>
internal sealed record StepQuestion(Seat Seat, string Path, string Input)
{
    /// <summary>The path of the part of a compound it is asked in; empty outside compounds.</summary>
    public string Part { get; init; } = "";

    /// <summary>The JSON the answer must be.</summary>
    public AnswerForm? Form { get; init; }

    /// <summary>Says what is wrong with an answer by throwing <see cref="JsonException"/>. Default: every answer will do.</summary>
    public Action<AgentAnswer>? Check { get; init; }

    /// <summary>What a person is asked before others get the answer, where the agent's capabilities want nothing else.</summary>
    public ApprovalWish? Approval { get; init; }

    /// <summary>How often the step is repeated. Default: as the agent and the execution say.</summary>
    public int? Retries { get; init; }

    /// <summary>How long the step may take, its repetitions included. Default: no limit but those of each attempt.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The question, with the agent's own form of answers where the pattern wants none.</summary>
    public StepQuestion WithOutputFormat() =>
        Form is null && AnswerForm.Of(Seat.Agent.Config.OutputFormat) is { } own
            ? this with
            {
                Form = own,
                Check = answer => SchemaCheck.ThrowIfMisfit(own.Schema, answer.Text),
            }
            : this;
}

/// <summary>What came of a step.</summary>
/// <param name="Record">As it was written down.</param>
internal sealed record StepReply(StepRecord Record)
{
    private AgentAnswer? _answer;

    /// <summary>The answer of a step that succeeded.</summary>
    public AgentAnswer Answer => _answer ??= AgentAnswer.Of(Record.Output ?? "");

    /// <summary>Whether there is an answer.</summary>
    public bool Succeeded => Record.Succeeded;

    /// <summary>The step's own, when it succeeded.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public StepReply OrThrow() => Succeeded ? this : throw new StepFailedException(Record);
}

/// <summary>A step without whose answer the topology cannot go on.</summary>
/// <param name="step">The step.</param>
internal sealed class StepFailedException(StepRecord step)
    : TopologyException(
        $"The step `{step.Path}` (agent `{step.Agent}`) failed after {step.Attempts} attempt{(step.Attempts == 1 ? "" : "s")}: {step.Error}"
    );
