using Baton.Experiments.Planning;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results.Statistics;

/// <summary>
/// Adds up runs that belong together: those of one input, and those that repeat one input with one persona. The plan
/// hands them out next to each other, so only what is under way is held. Safe for concurrent use.
/// </summary>
internal sealed class PlanTally(int iterations)
{
    private readonly Lock _gate = new();
    private readonly HashSet<InputTally> _open = [];
    private readonly PassAtK _passes = new(iterations);
    private readonly InputRanking _inputs = new();
    private InputTally? _current;
    private long _ordinal;

    /// <summary>Takes notice of the plan's next run. Runs must come in the plan's order.</summary>
    public PlanPlace Enter(PlannedRun run)
    {
        lock (_gate)
        {
            if (_current?.InputId != run.Input.Id)
            {
                InputTally? left = _current;
                _current = new InputTally(run.Input.Id, _ordinal++);
                _open.Add(_current);
                left?.Leave();
                CloseIfDone(left);
            }

            return new PlanPlace(_current, _current.Expect(run.Persona?.Name));
        }
    }

    /// <summary>Takes notice of how a run ended.</summary>
    public void Settle(PlanPlace place, RunOutcome outcome)
    {
        lock (_gate)
        {
            place.Group.Settle(outcome);
            place.Input.Settle(outcome);
            CloseIfDone(place.Input);
        }
    }

    /// <summary>Closes what is still open with the runs it has, and gives the result.</summary>
    public PlanNumbers Complete()
    {
        lock (_gate)
        {
            foreach (InputTally input in _open)
            {
                Close(input);
            }

            _open.Clear();
            _current = null;
            return new PlanNumbers(_passes.AnyOfK(), _passes.AllOfK(), _inputs.Seen, _inputs.Ranked());
        }
    }

    private void CloseIfDone(InputTally? input)
    {
        if (input is { IsDone: true } && _open.Remove(input))
        {
            Close(input);
        }
    }

    private void Close(InputTally input)
    {
        foreach (GroupTally group in input.Groups)
        {
            _passes.Add(group.Rated, group.Successes);
        }

        _inputs.Add(input);
    }
}

/// <summary>Where a run belongs.</summary>
internal readonly record struct PlanPlace(InputTally Input, GroupTally Group);

/// <summary>What <see cref="PlanTally"/> found.</summary>
internal sealed record PlanNumbers(
    IReadOnlyDictionary<string, double>? AnyOfK,
    IReadOnlyDictionary<string, double>? AllOfK,
    long InputCount,
    IReadOnlyList<InputTally> Inputs
);

/// <summary>The runs of one input.</summary>
internal sealed class InputTally(string inputId, long ordinal)
{
    private readonly List<GroupTally> _groups = [];
    private string? _persona;
    private long _expected;
    private bool _left;

    public string InputId { get; } = inputId;

    public long Ordinal { get; } = ordinal;

    public OutcomeCounts Outcomes { get; private set; }

    public IReadOnlyList<GroupTally> Groups => _groups;

    public bool IsDone => _left && Outcomes.Total == _expected;

    public GroupTally Expect(string? persona)
    {
        _expected++;
        if (_groups.Count == 0 || !string.Equals(_persona, persona, StringComparison.Ordinal))
        {
            _persona = persona;
            _groups.Add(new GroupTally());
        }

        return _groups[^1];
    }

    public void Leave() => _left = true;

    public void Settle(RunOutcome outcome) => Outcomes = Outcomes.With(outcome);
}

/// <summary>The runs that repeat one input with one persona.</summary>
internal sealed class GroupTally
{
    public int Rated { get; private set; }

    public int Successes { get; private set; }

    public void Settle(RunOutcome outcome)
    {
        Rated += outcome == RunOutcome.SimulatorFault ? 0 : 1;
        Successes += outcome == RunOutcome.Success ? 1 : 0;
    }
}
