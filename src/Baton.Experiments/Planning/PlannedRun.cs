using System.Text.Json.Nodes;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;

namespace Baton.Experiments.Planning;

/// <summary>One run that is to happen.</summary>
/// <param name="Index">Its place in the plan, from 0; the same for the same configuration and inputs.</param>
/// <param name="Key">Its name, stable across resumes: <c>input/persona/iteration</c>.</param>
/// <param name="Input">What is said first.</param>
/// <param name="Persona">Who says it, or <see langword="null"/>. A persona nowhere described has a name alone.</param>
/// <param name="Iteration">Which repetition, from 0.</param>
public sealed record PlannedRun(long Index, string Key, ExperimentInput Input, Persona? Persona, int Iteration)
{
    /// <summary>What the agent is given as metadata in place of the input's own, which the trace keeps; <see langword="null"/> for that.</summary>
    internal JsonObject? Handout { get; init; }
}
