using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>A way of judging. Safe for concurrent use.</summary>
internal interface IJudgement
{
    /// <summary>Why a trace cannot be judged, as a sentence; <see langword="null"/> when it can.</summary>
    string? Missing(EvaluatedTrace trace);

    /// <summary>Whether it judges what the agent said or did, so that an agent that did neither need not be asked about.</summary>
    bool IsAboutAgent { get; }

    /// <summary>Asks once.</summary>
    /// <param name="trace">The trace; nothing of it is missing.</param>
    /// <param name="sample">Which repetition, from 0.</param>
    /// <param name="meter">Told of every call, also when none comes to a score.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The score.</returns>
    Task<JudgeSample> AskAsync(EvaluatedTrace trace, int sample, ModelMeter meter, CancellationToken cancellationToken);
}
