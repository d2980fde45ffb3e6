using Baton.Experiments.Traces;

namespace Baton.Experiments.Results.Statistics;

/// <summary>Adds up an experiment's runs in memory that does not grow with them. Not thread-safe.</summary>
internal sealed class RunTally
{
    private const int PersonasAtMost = 1000;
    private const string OtherPersonas = "(others)";
    private readonly Dictionary<string, PersonaTally> _personas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _errorKinds = new(StringComparer.Ordinal);

    public OutcomeCounts Outcomes { get; private set; }

    public long Turns { get; private set; }

    public TokenCounts Tokens { get; private set; }

    public TokenCounts SupervisorTokens { get; private set; }

    public decimal? Cost { get; private set; }

    public decimal? SupervisorCost { get; private set; }

    public DurationHistogram Durations { get; } = new();

    public DurationHistogram FirstOutputs { get; } = new();

    public IReadOnlyDictionary<string, long> ErrorKinds => _errorKinds;

    public IReadOnlyDictionary<string, PersonaTally> Personas => _personas;

    public void Add(in RunFacts facts)
    {
        Outcomes = Outcomes.With(facts.Outcome);
        Turns += facts.Turns;
        Tokens += facts.Tokens;
        SupervisorTokens += facts.SupervisorTokens;
        Cost = Reported.Sum(Cost, facts.Cost);
        SupervisorCost = Reported.Sum(SupervisorCost, facts.SupervisorCost);
        if (facts.ErrorKind is { } kind)
        {
            _errorKinds[kind] = _errorKinds.GetValueOrDefault(kind) + 1;
        }

        // A supervisor's fault says nothing about how fast the agent is.
        if (facts.Outcome != RunOutcome.SimulatorFault)
        {
            AddTimes(facts);
        }

        if (facts.Persona is { } persona)
        {
            PersonaOf(persona).Add(facts);
        }
    }

    private void AddTimes(in RunFacts facts)
    {
        if (facts.DurationMs is { } duration)
        {
            Durations.Add(duration);
        }

        if (facts.FirstOutputMs is { } firstOutput)
        {
            FirstOutputs.Add(firstOutput);
        }
    }

    private PersonaTally PersonaOf(string name)
    {
        if (!_personas.TryGetValue(name, out PersonaTally? tally))
        {
            name = _personas.Count < PersonasAtMost ? name : OtherPersonas;
            if (!_personas.TryGetValue(name, out tally))
            {
                _personas.Add(name, tally = new PersonaTally());
            }
        }

        return tally;
    }
}

/// <summary>The runs of one persona added up.</summary>
internal sealed class PersonaTally
{
    private double _durations;
    private long _timed;

    public OutcomeCounts Outcomes { get; private set; }

    public long? Tokens { get; private set; }

    public decimal? Cost { get; private set; }

    public double? AverageDurationMs => _timed == 0 ? null : Math.Round(_durations / _timed, 3);

    public void Add(in RunFacts facts)
    {
        Outcomes = Outcomes.With(facts.Outcome);
        Tokens = Reported.Sum(Tokens, facts.Tokens.Total);
        Cost = Reported.Sum(Cost, facts.Cost);
        if (facts is { Outcome: not RunOutcome.SimulatorFault, DurationMs: { } duration })
        {
            _durations += duration;
            _timed++;
        }
    }
}
