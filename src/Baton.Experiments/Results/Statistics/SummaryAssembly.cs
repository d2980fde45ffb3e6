using Baton.Experiments.Journal;

namespace Baton.Experiments.Results.Statistics;

/// <summary>Puts the numbers of an experiment together.</summary>
internal static class SummaryAssembly
{
    public static ExperimentSummary Assemble(JournalHeader header, RunTally runs, PlanNumbers plan) =>
        new()
        {
            ExperimentName = header.ExperimentName,
            ExperimentId = header.ExperimentId,
            TotalTraces = runs.Outcomes.Total,
            Successful = runs.Outcomes.Successful,
            Failed = runs.Outcomes.Failed,
            Limited = runs.Outcomes.Limited,
            SimulatorFaults = runs.Outcomes.SimulatorFaults,
            SuccessRate = Rounded(runs.Outcomes.SuccessRate),
            SuccessRateInterval = IntervalOf(runs.Outcomes),
            AvgDurationMs = runs.Durations.Average,
            DurationMs = Percentiles.Of(runs.Durations),
            FirstOutputMs = Percentiles.Of(runs.FirstOutputs),
            StartedAt = header.StartedAt,
            PlannedRuns = header.TotalRuns,
            Turns = runs.Turns,
            Tokens = SummaryTokens.Of(runs.Tokens, runs.SupervisorTokens),
            Cost = SummaryCost.Of(runs.Cost, runs.SupervisorCost),
            ErrorKinds = runs
                .ErrorKinds.OrderByDescending(kind => kind.Value)
                .ThenBy(kind => kind.Key, StringComparer.Ordinal)
                .ToDictionary(),
            ByPersona = runs
                .Personas.OrderBy(persona => persona.Key, StringComparer.Ordinal)
                .ToDictionary(persona => persona.Key, persona => OfPersona(persona.Value)),
            ByInput = plan.Inputs.ToDictionary(input => input.InputId, input => OfInput(input.Outcomes)),
            ByInputNote =
                plan.InputCount > plan.Inputs.Count
                    ? $"the {plan.Inputs.Count} inputs with the lowest success rate of {plan.InputCount}"
                    : null,
            PassAtK = plan.AnyOfK,
            PassHatK = plan.AllOfK,
            Identity = header.Identity,
            BatonVersion = Results.BatonVersion.Current,
        };

    private static PersonaSummary OfPersona(PersonaTally persona) =>
        new()
        {
            Total = persona.Outcomes.Total,
            Successful = persona.Outcomes.Successful,
            Failed = persona.Outcomes.Failed,
            Limited = persona.Outcomes.Limited,
            SimulatorFaults = persona.Outcomes.SimulatorFaults,
            SuccessRate = Rounded(persona.Outcomes.SuccessRate),
            SuccessRateInterval = IntervalOf(persona.Outcomes),
            AvgDurationMs = persona.AverageDurationMs,
            Tokens = persona.Tokens,
            Cost = persona.Cost,
        };

    private static InputSummary OfInput(OutcomeCounts outcomes) =>
        new()
        {
            Total = outcomes.Total,
            Successful = outcomes.Successful,
            Failed = outcomes.Failed,
            Limited = outcomes.Limited,
            SimulatorFaults = outcomes.SimulatorFaults,
            SuccessRate = Rounded(outcomes.SuccessRate),
        };

    private static WilsonInterval? IntervalOf(OutcomeCounts outcomes) =>
        WilsonInterval.Of(outcomes.Successful, outcomes.Rated) is { } interval
            ? new WilsonInterval(Math.Round(interval.Low, 6), Math.Round(interval.High, 6))
            : null;

    private static double? Rounded(double? rate) => rate is { } value ? Math.Round(value, 6) : null;
}
