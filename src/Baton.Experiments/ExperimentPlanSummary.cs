using Baton.Experiments.Settings;

namespace Baton.Experiments;

/// <summary>What an experiment is going to do, for a person to confirm.</summary>
/// <param name="InputCount">The inputs that take part.</param>
/// <param name="PersonaCount">The personas that take part; 0 when every run is personaless.</param>
/// <param name="Iterations">How often each input runs.</param>
/// <param name="TotalRuns">All runs.</param>
/// <param name="AlreadyFinished">Runs that an earlier sitting finished.</param>
/// <param name="Target">The target's name.</param>
/// <param name="EstimatedModelCalls">The most calls of the supervisor's model, or <see langword="null"/> when none are made.</param>
/// <param name="InputsFormat">Whose entries the inputs are.</param>
public sealed record ExperimentPlanSummary(
    long InputCount,
    int PersonaCount,
    int Iterations,
    long TotalRuns,
    long AlreadyFinished,
    string Target,
    long? EstimatedModelCalls,
    DatasetFormat InputsFormat
);
