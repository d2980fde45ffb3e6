using Baton.Configuration;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Capabilities.HumanInLoop;

/// <summary>A person agrees before an agent is asked, or before others get its answer; the execution pauses until then.</summary>
[Capability("human_in_loop", Description = "A person approves what the agent is asked or what it answers.")]
public sealed class HumanInLoopCapability : Capability<HumanInLoopSettings>
{
    /// <inheritdoc/>
    public override bool AsksPeople => true;

    /// <inheritdoc/>
    public override ApprovalWish? ApprovalBefore(string path, string input) =>
        Settings.Ask != HumanInLoopMoment.After && IsMeant(path)
            ? Wish($"May `{Last(path)}` be done as it stands?")
            : null;

    /// <inheritdoc/>
    public override ApprovalWish? ApprovalAfter(StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Settings.Ask != HumanInLoopMoment.Before && IsMeant(step.Path)
            ? Wish($"May the answer of `{step.Agent}` be used?")
            : null;
    }

    private bool IsMeant(string path)
    {
        string step = StepPath.Unrevised(path);
        return Settings.Steps.Count == 0
            || Settings.Steps.Contains(step, StringComparer.Ordinal)
            || Settings.Steps.Contains(Last(step), StringComparer.Ordinal);
    }

    private ApprovalWish Wish(string usualQuestion) =>
        new()
        {
            Question = Settings.Question.Length > 0 ? Settings.Question : usualQuestion,
            Timeout = Settings.Timeout,
            OnTimeout = Settings.OnTimeout,
            DefaultAnswer = Settings.DefaultAnswer ?? "",
            OnRejection = Settings.OnRejection,
            MaxRejections = Settings.MaxRejections,
        };

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}

/// <summary>The settings of <c>human_in_loop</c>.</summary>
public sealed record HumanInLoopSettings : IValidatedSection
{
    /// <summary>When the person is asked. Default <see cref="HumanInLoopMoment.After"/>.</summary>
    public HumanInLoopMoment Ask { get; init; } = HumanInLoopMoment.After;

    /// <summary>What the person is asked. Default: whether it may go on.</summary>
    public string Question { get; init; } = "";

    /// <summary>The steps that are meant, by path or by its last part (<c>merge</c>). Default: all of the agent's.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>How long the answer may take, from the question. Default: for ever.</summary>
    [Range(1)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>What happens then, once the execution is resumed. Default <see cref="ApprovalTimeout.Abort"/>.</summary>
    public ApprovalTimeout OnTimeout { get; init; }

    /// <summary>The answer in place of the agent's, for <c>on_timeout: default</c>. Default: none.</summary>
    public string? DefaultAnswer { get; init; }

    /// <summary>What happens when the person says no. Default <see cref="ApprovalRejection.Retry"/>.</summary>
    public ApprovalRejection OnRejection { get; init; }

    /// <summary>How often the agent may try again. Default 3.</summary>
    [Range(0, 100)]
    public int MaxRejections { get; init; } = 3;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (OnTimeout == ApprovalTimeout.Default && DefaultAnswer is null)
        {
            section.Error("on_timeout", "is `default`, which needs `default_answer`");
        }

        if (Timeout is null && section.Has("on_timeout"))
        {
            section.Error("on_timeout", "needs `timeout`; without one the question waits for ever");
        }
    }
}

/// <summary>When a person is asked. Written in lower case.</summary>
public enum HumanInLoopMoment
{
    /// <summary>Before the agent is asked; the person sees what it would be asked.</summary>
    Before,

    /// <summary>After it answered, before others get the answer.</summary>
    After,

    /// <summary>Both.</summary>
    Both,
}
