using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>What came of asking a model: its answer, or the run's end.</summary>
internal readonly record struct ModelStep(ChatMessage? Answer, RunEnd? End, Usage? Usage)
{
    /// <summary>The model that answered.</summary>
    public ModelCandidate? Model { get; private init; }

    public static ModelStep Of(ChatMessage answer, ModelCandidate model) =>
        new(answer, End: null, Usage: null) { Model = model };

    public static ModelStep Ended(RunEnd end) => new(Answer: null, end, Usage: null);
}
