using System.Runtime.InteropServices;

namespace Baton.Experiments.Evaluation.Aggregation;

/// <summary>What all evaluators together say of a trace.</summary>
/// <param name="Passed">Whether it passes; <see langword="null"/> when that could not be judged.</param>
/// <param name="Score">From 0 to 1; <see langword="null"/> when nothing was judged.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Verdict(bool? Passed, double? Score);
