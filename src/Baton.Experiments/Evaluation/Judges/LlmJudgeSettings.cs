using Baton.Agents.Providers;
using Baton.Configuration;
using Baton.Experiments.Evaluation.Judges.Prompts;
using Baton.Experiments.Evaluation.Settings;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>An evaluator that asks a model. Give either <c>judge</c> or <c>prompt</c>.</summary>
public sealed record LlmJudgeSettings : EvaluatorSettings, IValidatedSection
{
    internal const string Word = "llm_judge";

    /// <summary>The model, <c>provider:model</c>, for example <c>openai:gpt-4o-mini</c>.</summary>
    public required string Model { get; init; }

    /// <summary>A judge that comes with Baton.</summary>
    public BuiltInJudge? Judge { get; init; }

    /// <summary>
    /// A question of one's own, with <c>{input} {output} {expected} {persona} {conversation} {tool_calls} {error} {metadata.…}</c>. A
    /// trace without a value it names is skipped, unless the name ends in <c>?</c>: <c>{expected?}</c>.
    /// </summary>
    public PromptTemplate? Prompt { get; init; }

    /// <summary>Who the judge is, in place of the built-in text. What keeps answers from giving orders is always added.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>What a built-in judge should heed besides its rubric, for example rules of the trade.</summary>
    public string? Criteria { get; init; }

    /// <summary>What <c>pairwise</c> compares the agent's answer with: <c>expected</c> (default) or <c>metadata.…</c>.</summary>
    public ComparedAnswer? Against { get; init; }

    /// <summary>How the score is read, for a <c>prompt</c>. Default <see cref="ScoreParser.JsonScore"/>.</summary>
    public ScoreParser? Parser { get; init; }

    /// <summary>
    /// The best score, for a <c>prompt</c>; the value is the score divided by it. Default 10, for <c>first_float</c> 1.
    /// </summary>
    [Range(0.001, 1_000_000)]
    public double? MaxScore { get; init; }

    /// <summary>
    /// From which score on a trace passes, on the judge's scale. Default: 0.7 × <c>max_score</c>; 4 of 5 for built-in judges; for
    /// <c>pass_fail</c> more than half of the samples; for <c>pairwise</c> 0.5, not worse than the other answer.
    /// </summary>
    [Range(0)]
    public double? PassScore { get; init; }

    /// <summary>How often the model is asked about one trace. Default 1.</summary>
    [Range(1, 25)]
    public int Samples { get; init; } = 1;

    /// <summary>How the scores of the samples become one. Default <see cref="SampleAggregate.Mean"/>.</summary>
    public SampleAggregate SampleAggregate { get; init; } = SampleAggregate.Mean;

    /// <summary>The sampling temperature. Default: 0 for one sample, 0.7 for several.</summary>
    [Range(0, 2)]
    public double? Temperature { get; init; }

    /// <summary>The seed of the model's sampling, counted up from sample to sample; not every server heeds it. Default: none.</summary>
    public int? Seed { get; init; }

    /// <summary>The most tokens of one reply. Default: as many as the model likes.</summary>
    [Range(1)]
    public int? MaxTokens { get; init; }

    /// <summary>The most characters of each value in the prompt; of a longer one the middle is left out. Default 100,000.</summary>
    [Range(100, 10_000_000)]
    public int MaxCharacters { get; init; } = 100_000;

    /// <summary>The key. Default: the provider's environment variable.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The server. Default: the provider's environment variable, then its own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>How long one attempt of a call may take. Seconds or a duration. Default 60 s.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a failing call is made at most, the first time included. Default 4.</summary>
    [Range(1, 20)]
    public int? Attempts { get; init; }

    internal override string TypeWord => Word;

    /// <summary>The scale of its scores.</summary>
    internal JudgeScale Scale => JudgeScale.Of(this);

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        try
        {
            _ = ModelEnvironment.NameOf(Model);
        }
        catch (ModelConfigurationException exception)
        {
            section.Error("model", exception.Message);
        }

        LlmJudgeCheck.Check(this, section);
    }
}
