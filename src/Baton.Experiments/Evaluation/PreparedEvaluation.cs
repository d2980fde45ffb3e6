using Baton.Configuration;
using Baton.Experiments.Evaluation.Aggregation;
using Baton.Experiments.Evaluation.Judges;
using Baton.Experiments.Evaluation.Reports;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Evaluation.Running;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Settings;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation;

/// <summary>An evaluation whose configuration was read and checked; nothing has been started or written yet.</summary>
/// <remarks>Can be run once. Disposing it ends every process it started.</remarks>
public sealed class PreparedEvaluation : IAsyncDisposable
{
    private const int TracesAtOnce = 64;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);
    private readonly LoadedConfiguration _configuration;
    private readonly EvaluatorSet _evaluators;
    private readonly string _folder;
    private readonly long? _limit;
    private readonly TimeProvider _time;

    private PreparedEvaluation(LoadedConfiguration configuration, string folder, long? limit, TimeProvider time)
    {
        _configuration = configuration;
        _folder = folder;
        _limit = limit;
        _time = time;
        _evaluators = new EvaluatorSet(configuration, folder, time);
    }

    /// <summary>How scores are put together and what they may cost, all sources merged.</summary>
    public EvaluationSettings Settings => _configuration.Settings.Evaluation;

    /// <summary>What is odd but usable, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => _configuration.Warnings;

    /// <summary>Takes secrets out of text that is shown.</summary>
    public SecretRedactor Redactor => _configuration.Redactor;

    /// <summary>Reads and checks everything an evaluation needs.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">The configuration is wrong; the exception carries every error found.</exception>
    /// <exception cref="EvaluationException">There are no evaluators, or no experiment.</exception>
    public static PreparedEvaluation Create(EvaluationRequest request, TimeProvider time)
    {
        string folder = Path.GetFullPath(request.ExperimentFolder, request.Configuration.CurrentDirectory);
        if (ExperimentReader.Read(folder) is null)
        {
            throw new EvaluationException($"`{request.ExperimentFolder}` is no experiment; name the folder of one");
        }

        return Create(EvaluationConfiguration.Load(request), folder, request.Limit, time);
    }

    /// <summary>Reads the configuration an evaluation would go by, and nothing that it names.</summary>
    /// <param name="request">What is asked.</param>
    /// <exception cref="ConfigurationException">It is wrong; the exception carries every error found.</exception>
    public static LoadedConfiguration ReadConfiguration(EvaluationRequest request) =>
        EvaluationConfiguration.Load(request);

    /// <summary>Says what keeps a configuration from being evaluated by, before anything is run or asked.</summary>
    internal static void ThrowIfNoEvaluators(LoadedConfiguration configuration)
    {
        if (!configuration.Settings.Evaluators.Any(evaluator => evaluator.Enabled))
        {
            throw new EvaluationException(
                $"there is nothing to evaluate by: `{configuration.ConfigFile}` has no `evaluators:` that are enabled; add for example `evaluators: [{{name: basics, type: rule_based, rules: [output_not_empty, success]}}]`"
            );
        }

        using JudgeBench judges = JudgeBench.For(configuration, configuration.ProjectDirectory, TimeProvider.System);
        judges.SeatAll(configuration);
    }

    internal static PreparedEvaluation Create(
        LoadedConfiguration configuration,
        string folder,
        long? limit,
        TimeProvider time
    )
    {
        ThrowIfNoEvaluators(configuration);
        return new PreparedEvaluation(configuration, folder, limit, time);
    }

    /// <summary>
    /// Judges the traces and puts the evaluation in the place of an earlier one. Cancelled or failing, it leaves the earlier one.
    /// </summary>
    /// <param name="observer">Is told how it goes, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EvaluationException">An evaluator cannot be loaded, there are no traces, or another evaluation is under way.</exception>
    /// <exception cref="ResultsWriteException">Results cannot be written.</exception>
    public async Task<EvaluationResult> RunAsync(IEvaluationObserver? observer, CancellationToken cancellationToken)
    {
        long startedAt = _time.GetTimestamp();
        using EvaluationFolder folder = EvaluationFolder.Begin(_folder);
        await _evaluators.StartAsync(cancellationToken).ConfigureAwait(false);
        ExperimentListing? experiment = ExperimentReader.Read(_folder, cancellationToken);
        EvaluationTally tally = new(_evaluators.Settings, Settings.Aggregate.ByPersona);
        Reporter reporter = new(observer, TotalOf(experiment), tally, _time, startedAt);
        TraceJudging judging = new(
            _evaluators,
            new Aggregator(Settings.Aggregate, [.. _evaluators.Settings.Select(evaluator => evaluator.Weight)]),
            _configuration.Settings.Personas,
            isWhole: File.Exists(Path.Combine(_folder, ExperimentFiles.Traces)),
            _configuration.Redactor
        );
        EvaluationRun run = new(judging, tally, Math.Max(TracesAtOnce, Settings.Limits.Parallel * 2));
        await run.JudgeAllAsync(
                Traces(),
                Path.Combine(folder.Path, EvaluationFiles.PerTrace),
                reporter.Tell,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (tally.All.Total + tally.SimulatorFaults == 0)
        {
            throw new EvaluationException($"`{_folder}` has no finished runs to evaluate");
        }

        EvaluationSummary summary = Complete(tally.Summarise(_evaluators.ModelCalls), experiment, startedAt);
        EvaluationSummaryFile.Write(Path.Combine(folder.Path, EvaluationFiles.Summary), summary);
        EvaluationReports.Write(_folder, folder.Path, summary, cancellationToken);
        reporter.TellLast();
        return new EvaluationResult(folder.Commit(), summary)
        {
            Warnings = _evaluators.CacheProblem is { } problem ? [problem] : [],
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _evaluators.DisposeAsync();

    private IEnumerable<RunTrace> Traces()
    {
        IEnumerable<RunTrace> traces = ExperimentReader.ReadTraces(_folder);
        return _limit is { } limit ? traces.Take((int)Math.Min(limit, int.MaxValue)) : traces;
    }

    private long? TotalOf(ExperimentListing? experiment) =>
        experiment is null ? _limit : Math.Min(_limit ?? long.MaxValue, experiment.Outcomes.Total);

    private EvaluationSummary Complete(EvaluationSummary numbers, ExperimentListing? experiment, long startedAt)
    {
        ExperimentSummary? known = ExperimentReader.ReadSummary(_folder);
        return numbers with
        {
            ExperimentName = known?.ExperimentName ?? experiment?.Name ?? "",
            ExperimentId = known?.ExperimentId ?? "",
            EvaluatedAt = _time.GetUtcNow().UtcDateTime,
            DurationMs = Math.Round(_time.GetElapsedTime(startedAt).TotalMilliseconds, 3),
            Goal = Settings.Goal?.Trim(),
            PlannedRuns = experiment?.Total > numbers.Traces.Total ? experiment.Total : null,
            Aggregate = new AggregateFacts(Settings.Aggregate.Method.Word(), Settings.Aggregate.Threshold),
            BatonVersion = BatonVersion.Current,
        };
    }

    /// <summary>Tells the observer how it goes, ten times a second at most.</summary>
    private sealed class Reporter(
        IEvaluationObserver? observer,
        long? total,
        EvaluationTally tally,
        TimeProvider time,
        long startedAt
    )
    {
        private TimeSpan _told = TimeSpan.MinValue;

        public void Tell()
        {
            if (observer is null)
            {
                return;
            }

            TimeSpan elapsed = time.GetElapsedTime(startedAt);
            if (_told == TimeSpan.MinValue || elapsed - _told >= BetweenReports)
            {
                _told = elapsed;
                TellLast();
            }
        }

        public void TellLast() =>
            observer?.OnProgress(
                new EvaluationProgress(
                    total,
                    tally.All.Total + tally.SimulatorFaults,
                    tally.All.Passed,
                    tally.All.Failed,
                    tally.Errors,
                    time.GetElapsedTime(startedAt)
                )
            );
    }
}
