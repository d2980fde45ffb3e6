using Baton.Agents;

namespace Baton.Experiments.Evaluation;

/// <summary>An evaluation cannot be carried out: nothing to judge, an evaluator that cannot be loaded, another one under way.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class EvaluationException(string message) : BatonException(message);
