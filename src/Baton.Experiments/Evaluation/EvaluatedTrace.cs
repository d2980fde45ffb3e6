using System.Text.Json.Nodes;
using Baton.Experiments.Personas;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation;

/// <summary>A trace and what is known about it.</summary>
/// <param name="Trace">The trace, as read from the experiment's folder.</param>
/// <param name="Expected">The answer to compare with, of any JSON type, or <see langword="null"/>.</param>
/// <param name="Persona">Who spoke, or <see langword="null"/> when nobody in particular or nobody described.</param>
public sealed record EvaluatedTrace(RunTrace Trace, JsonNode? Expected, Persona? Persona)
{
    /// <summary>
    /// Whether the trace holds its conversation and its tool calls; not so where only summaries were kept
    /// (<c>save_traces: false</c>). Default true.
    /// </summary>
    public bool IsWhole { get; init; } = true;
}
