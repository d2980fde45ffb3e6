using Baton.Configuration;
using Baton.Experiments.Evaluation.Code;
using Baton.Experiments.Evaluation.Judges;
using Baton.Experiments.Evaluation.Rules;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Settings;
using Baton.Targets;

namespace Baton.Experiments.Evaluation.Running;

/// <summary>The evaluators of a configuration that are asked, ready to be.</summary>
internal sealed class EvaluatorSet : IAsyncDisposable
{
    private readonly List<IEvaluator> _made = [];
    private readonly List<IEvaluator> _asked = [];
    private readonly SemaphoreSlim _places;
    private readonly JudgeBench _judges;

    /// <summary>Makes the evaluators; starts and opens nothing.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="folder">The experiment's folder, absolute.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">A judge lacks a key or a server; it tells of all that do.</exception>
    public EvaluatorSet(LoadedConfiguration configuration, string folder, TimeProvider time)
    {
        EvaluationLimits limits = configuration.Settings.Evaluation.Limits;
        _places = new SemaphoreSlim(limits.Parallel);
        Settings = [.. configuration.Settings.Evaluators.Where(evaluator => evaluator.Enabled)];
        TargetEnvironment environment = new()
        {
            ProjectDirectory = configuration.ProjectDirectory,
            Variables = configuration.Variables,
            MaxConcurrency = limits.Parallel,
            TimeProvider = time,
        };
        _judges = JudgeBench.For(configuration, folder, time);
        IReadOnlyDictionary<LlmJudgeSettings, LlmJudge> judges = _judges.SeatAll(configuration);
        foreach (EvaluatorSettings settings in Settings)
        {
            IEvaluator evaluator = settings switch
            {
                RuleEvaluatorSettings rules => new RuleEvaluator(rules),
                LlmJudgeSettings judge => judges[judge],
                PythonEvaluatorSettings python => new PythonEvaluator(
                    python,
                    configuration.Settings.Runner,
                    environment
                ),
                DotNetEvaluatorSettings dotnet => new DotNetEvaluator(dotnet, configuration.ProjectDirectory),
                _ => throw new InvalidOperationException($"`{settings.TypeWord}` has no evaluator"),
            };
            _made.Add(evaluator);
            _asked.Add(
                evaluator switch
                {
                    RuleEvaluator => evaluator,
                    // A judge keeps its time itself, so that what it spent until then is not lost.
                    LlmJudge => new SampledEvaluator(
                        new BoundedEvaluator(evaluator, _places, Timeout.InfiniteTimeSpan, time),
                        limits.SampleRate,
                        configuration.Settings.Seed ?? 0
                    ),
                    _ => new BoundedEvaluator(evaluator, _places, limits.TimeoutSeconds, time),
                }
            );
        }
    }

    /// <summary>What is configured, in its order.</summary>
    public IReadOnlyList<EvaluatorSettings> Settings { get; }

    /// <summary>Whom to ask, in the same order.</summary>
    public IReadOnlyList<IEvaluator> Asked => _asked;

    /// <summary>Calls to models so far, those that failed included.</summary>
    public long ModelCalls => _judges.Calls;

    /// <summary>Why answers of models are not kept for the next evaluation, or <see langword="null"/> when they are.</summary>
    public string? CacheProblem => _judges.CacheProblem;

    /// <summary>Loads what the evaluators need.</summary>
    /// <exception cref="EvaluationException">Some cannot be loaded; it tells of all of them.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_made.Exists(static evaluator => evaluator is LlmJudge))
        {
            _judges.Open();
        }

        List<string> broken = [];
        foreach (IEvaluator evaluator in _made)
        {
            string? problem = evaluator is IStartable startable
                ? await startable.StartAsync(cancellationToken).ConfigureAwait(false)
                : null;
            if (problem is not null)
            {
                broken.Add($"the evaluator `{evaluator.Name}` cannot be used: {problem}");
            }
        }

        if (broken.Count > 0)
        {
            throw new EvaluationException(string.Join("\n", broken));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable live in _made.OfType<IAsyncDisposable>())
        {
            await live.DisposeAsync().ConfigureAwait(false);
        }

        _judges.Dispose();
        _places.Dispose();
    }
}
