using Baton.Configuration;
using Baton.Experiments.Evaluation.Judges.Calls;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Models;
using Baton.Experiments.Results;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>The judges of one evaluation, with what they share: connections, limits of models, calls and kept replies.</summary>
internal sealed class JudgeBench : IDisposable
{
    private readonly ModelVoices _voices;
    private readonly Lazy<JudgeCache> _cache;
    private readonly CallBudget _budget;
    private readonly QuestionsUnderWay _underWay = new();
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Prepares; connects to nothing and opens nothing.</summary>
    /// <param name="models">Where keys and servers are found, and the limits of models.</param>
    /// <param name="limits">What judging may cost.</param>
    /// <param name="cacheFile">The file of kept replies; <see langword="null"/> to keep none beyond this evaluation.</param>
    public JudgeBench(ModelVoicesOptions models, EvaluationLimits limits, string? cacheFile)
    {
        _cache = new Lazy<JudgeCache>(() => JudgeCache.Open(cacheFile));
        _voices = new ModelVoices(models);
        _budget = new CallBudget(limits.MaxLlmCalls);
        _timeout = limits.TimeoutSeconds;
        _time = models.TimeProvider;
    }

    /// <summary>Calls to models so far, all judges together; those that failed count too.</summary>
    public long Calls => _budget.Taken;

    /// <summary>Why replies are not kept, or <see langword="null"/> when they are.</summary>
    public string? CacheProblem => _cache.IsValueCreated ? _cache.Value.Problem : null;

    /// <summary>Opens the file of kept replies.</summary>
    /// <exception cref="ResultsWriteException">The file cannot be opened.</exception>
    public void Open() => _ = _cache.Value;

    /// <summary>The bench of an evaluation.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="folder">The experiment's folder, absolute.</param>
    /// <param name="time">The clock.</param>
    public static JudgeBench For(LoadedConfiguration configuration, string folder, TimeProvider time)
    {
        EvaluationLimits limits = configuration.Settings.Evaluation.Limits;
        return new JudgeBench(
            ModelVoicesOptions.Of(configuration, time),
            limits,
            limits.CacheFile is { } file ? Path.GetFullPath(file, folder) : null
        );
    }

    /// <summary>Makes every judge of a configuration that is enabled.</summary>
    /// <exception cref="ConfigurationException">Some lack a key or a server; it carries all that is wrong.</exception>
    public IReadOnlyDictionary<LlmJudgeSettings, LlmJudge> SeatAll(LoadedConfiguration configuration)
    {
        Dictionary<LlmJudgeSettings, LlmJudge> judges = new(ReferenceEqualityComparer.Instance);
        List<ConfigurationError> errors = [];
        IReadOnlyList<EvaluatorSettings> evaluators = configuration.Settings.Evaluators;
        for (int i = 0; i < evaluators.Count; i++)
        {
            if (evaluators[i] is LlmJudgeSettings { Enabled: true } settings)
            {
                SectionErrors found = new(configuration.Tree, $"evaluators[{i}]");
                if (Seat(settings, found) is { } judge)
                {
                    judges.Add(settings, judge);
                }

                errors.AddRange(found.Found);
            }
        }

        return errors.Count == 0 ? judges : throw new ConfigurationException(errors);
    }

    /// <summary>Makes a judge.</summary>
    /// <param name="settings">The judge.</param>
    /// <param name="errors">Where to say what is wrong with it.</param>
    /// <returns>The judge; <see langword="null"/> when something is wrong.</returns>
    public LlmJudge? Seat(LlmJudgeSettings settings, SectionErrors errors)
    {
        ModelVoice? voice = _voices.Open(
            new ModelVoiceSettings
            {
                Model = settings.Model,
                ApiKey = settings.ApiKey,
                BaseUrl = settings.BaseUrl,
                Temperature = settings.Temperature ?? (settings.Samples == 1 ? 0 : 0.7),
                MaxOutputTokens = settings.MaxTokens,
                Timeout = settings.Timeout,
                Attempts = settings.Attempts,
                Asker = $"the judge `{settings.Name}`",
            },
            errors,
            _budget.Around
        );
        return voice is null
            ? null
            : new LlmJudge(settings, voice, new JudgeCalls(voice, _cache, _underWay), _timeout, _time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _voices.Dispose();
        if (_cache.IsValueCreated)
        {
            _cache.Value.Dispose();
        }
    }
}
