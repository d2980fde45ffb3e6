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
    private readonly JudgeCache _cache;
    private readonly CallBudget _budget;
    private readonly QuestionsUnderWay _underWay = new();
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Prepares; connects to nothing.</summary>
    /// <param name="models">Where keys and servers are found, and the limits of models.</param>
    /// <param name="limits">What judging may cost.</param>
    /// <param name="cacheFile">The file of kept replies; <see langword="null"/> to keep none beyond this evaluation.</param>
    /// <exception cref="ResultsWriteException">The file cannot be opened.</exception>
    public JudgeBench(ModelVoicesOptions models, EvaluationLimits limits, string? cacheFile)
    {
        _cache = JudgeCache.Open(cacheFile);
        _voices = new ModelVoices(models);
        _budget = new CallBudget(limits.MaxLlmCalls);
        _timeout = limits.TimeoutSeconds;
        _time = models.TimeProvider;
    }

    /// <summary>Calls to models so far, all judges together; those that failed count too.</summary>
    public long Calls => _budget.Taken;

    /// <summary>Why replies are not kept, or <see langword="null"/> when they are.</summary>
    public string? CacheProblem => _cache.Problem;

    /// <summary>Makes a judge.</summary>
    /// <param name="settings">The judge.</param>
    /// <param name="written">The configuration as written, or <see langword="null"/>.</param>
    /// <param name="key">The judge's path of keys, for example <c>evaluators[2]</c>.</param>
    /// <exception cref="ConfigurationException">A key or a server is missing, or an address is none.</exception>
    public LlmJudge Seat(LlmJudgeSettings settings, ConfigurationMapping? written, string key)
    {
        SectionErrors errors = new(written, key);
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
        errors.ThrowIfAny();
        return new LlmJudge(settings, voice!, new JudgeCalls(voice!, _cache, _underWay), _timeout, _time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _voices.Dispose();
        _cache.Dispose();
    }
}
