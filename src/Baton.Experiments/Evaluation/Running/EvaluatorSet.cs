using Baton.Experiments.Evaluation.Code;
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

    public EvaluatorSet(LoadedConfiguration configuration, TimeProvider time)
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
        foreach (EvaluatorSettings settings in Settings)
        {
            IEvaluator evaluator = settings switch
            {
                RuleEvaluatorSettings rules => new RuleEvaluator(rules),
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
                evaluator is RuleEvaluator
                    ? evaluator
                    : new BoundedEvaluator(evaluator, _places, limits.TimeoutSeconds, time)
            );
        }
    }

    /// <summary>What is configured, in its order.</summary>
    public IReadOnlyList<EvaluatorSettings> Settings { get; }

    /// <summary>Whom to ask, in the same order.</summary>
    public IReadOnlyList<IEvaluator> Asked => _asked;

    /// <summary>Loads what the evaluators need.</summary>
    /// <exception cref="EvaluationException">Some cannot be loaded; it tells of all of them.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
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

        _places.Dispose();
    }
}
