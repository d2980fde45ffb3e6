using Baton.Experiments.Comparison.Statistics;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Comparison;

/// <summary>All that is read of one experiment.</summary>
internal sealed class ComparedSide
{
    private readonly double[] _passes;
    private readonly Judgement?[] _judged;

    private ComparedSide(string folder, RunTable runs, Judgements? judgements)
    {
        Folder = Path.GetFullPath(folder);
        Runs = runs;
        Judgements = judgements;
        Summary = ExperimentReader.ReadSummary(folder);
        _passes = new double[runs.Rows.Count];
        _judged = new Judgement?[judgements is null ? 0 : runs.Rows.Count];
    }

    /// <summary>The experiment's folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>Its runs.</summary>
    public RunTable Runs { get; }

    /// <summary>What its evaluation said, or <see langword="null"/>.</summary>
    public Judgements? Judgements { get; }

    /// <summary>Whether a later sitting, such as <c>--retry</c>, ended after the evaluation.</summary>
    public bool IsEvaluationOutdated => EvaluationReader.IsOutdated(Folder);

    /// <summary>Its summary; <see langword="null"/> while it is unfinished.</summary>
    public ExperimentSummary? Summary { get; }

    /// <summary>Reads an experiment.</summary>
    public static ComparedSide Read(string folder, CancellationToken cancellationToken) =>
        new(folder, RunTable.Read(folder, cancellationToken), Judgements.Read(folder, cancellationToken));

    /// <summary>Settles for every run whether it passed.</summary>
    /// <param name="byEvaluation">Whether the evaluation says so; otherwise its success does.</param>
    public void Rate(bool byEvaluation)
    {
        string[] inputs = Names(Runs.Inputs);
        string[] personas = Names(Runs.Personas);
        for (int row = 0; row < _passes.Length; row++)
        {
            RunRow run = Runs.Rows[row];
            if (Judgements is { } judgements)
            {
                string persona = run.Persona < 0 ? "-" : personas[run.Persona];
                _judged[row] = judgements.Of($"{inputs[run.Input]}/{persona}/{run.Iteration}");
            }

            bool? passed = byEvaluation ? _judged[row]?.Passed : run.IsSuccess;
            _passes[row] =
                run.IsSpoilt || passed is null ? double.NaN
                : passed.Value ? 1
                : 0;
        }
    }

    /// <summary>1 for a run that passed, 0 for one that failed, not a number for one that nothing can be said of.</summary>
    public double PassOf(int row) => _passes[row];

    /// <summary>What the evaluation said of a run, or <see langword="null"/>.</summary>
    public Judgement? JudgementOf(int row) => _judged.Length == 0 ? null : _judged[row];

    /// <summary>What is told of the experiment as a whole.</summary>
    public ComparedExperiment Describe()
    {
        long rated = _passes.LongCount(pass => !double.IsNaN(pass));
        long passed = _passes.LongCount(pass => pass == 1);
        ExperimentListing? listing = ExperimentReader.Read(Folder);
        return new ComparedExperiment(
            Folder,
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder)),
            listing?.Status ?? ExperimentStanding.Interrupted,
            listing?.Total ?? Runs.Rows.Count,
            Runs.Rows.Count,
            Runs.Rows.LongCount(run => run.IsSpoilt),
            rated,
            WilsonInterval.Of(passed, rated) is { } interval
                ? new Estimate((double)passed / rated, new ConfidenceInterval(interval.Low, interval.High))
                : null
        );
    }

    private static string[] Names(IReadOnlyDictionary<string, int> numbers) =>
        [.. numbers.OrderBy(name => name.Value).Select(name => name.Key)];
}
