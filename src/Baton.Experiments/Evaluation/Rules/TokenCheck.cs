using Baton.Configuration;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The agent spent no more tokens than allowed, over all turns.</summary>
internal sealed record TokenCheck : RuleCheck, IValidatedSection
{
    /// <summary>The most tokens altogether.</summary>
    [Range(0)]
    public long? MaxTotalTokens { get; init; }

    /// <summary>The most tokens read.</summary>
    [Range(0)]
    public long? MaxPromptTokens { get; init; }

    /// <summary>The most tokens written.</summary>
    [Range(0)]
    public long? MaxCompletionTokens { get; init; }

    /// <summary>What a trace without token counts gets: <c>skip</c>, <c>fail</c> or <c>pass</c>. Default <c>skip</c>.</summary>
    public WhenMissing WhenMissing { get; init; } = WhenMissing.Skip;

    internal override string Word => "token_usage_under";

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (MaxTotalTokens is null && MaxPromptTokens is null && MaxCompletionTokens is null)
        {
            section.Error("", "needs `max_total_tokens`, `max_prompt_tokens` or `max_completion_tokens`");
        }
    }

    internal override CheckResult Apply(TraceView trace)
    {
        TraceTokens? tokens = trace.Trace.TokenUsage;
        (string Name, long? Used, long? Allowed)[] counts =
        [
            ("", tokens?.Total ?? tokens?.Input + tokens?.Output, MaxTotalTokens),
            ("prompt ", tokens?.Input, MaxPromptTokens),
            ("completion ", tokens?.Output, MaxCompletionTokens),
        ];
        CheckResult result = CheckResult.Pass;
        foreach ((string name, long? used, long? allowed) in counts)
        {
            if (used > allowed)
            {
                return CheckResult.Fail($"{used} {name}tokens, and {allowed} are allowed");
            }

            if (used is null && allowed is not null)
            {
                result = WhenMissing.With($"the agent reported no {name}tokens");
            }
        }

        return result;
    }
}
