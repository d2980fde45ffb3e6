using Baton.Agents;
using Baton.Targets.Guards;

namespace Baton.Targets.Checks;

/// <summary>The target that is checked, and what is said to it. Every check makes a target of its own.</summary>
public sealed record CheckSubject
{
    /// <summary>Makes the target, with bounds in place of its own where some are given.</summary>
    public required Func<GuardOptions?, ITarget> Create { get; init; }

    /// <summary>What is said to it; it should answer with more than a character.</summary>
    public string Input { get; init; } = "Hello";

    /// <summary>What makes it fail, or <see langword="null"/> when nobody knows.</summary>
    public string? FailingInput { get; init; }

    /// <summary>The longest that stopping may take. Default 10 s.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>A target as a configuration describes it.</summary>
    /// <param name="options">The <c>runner:</c> section, read without errors.</param>
    /// <param name="environment">Where it is started from.</param>
    public static CheckSubject Of(RunnerOptions options, TargetEnvironment environment)
    {
        TargetEnvironment wide = environment with
        {
            MaxConcurrency = Math.Max(environment.MaxConcurrency, TargetChecks.AtOnce),
        };
        return new CheckSubject
        {
            Create = guards => TargetFactory.Create(guards is null ? options : options with { Guards = guards }, wide),
            TimeProvider = environment.TimeProvider,
        };
    }

    /// <summary>Opens a conversation nobody is disturbed by.</summary>
    internal static IConversation Converse(ITarget target, string run = "check") =>
        target.StartConversation(new ConversationContext { RunId = run, AutoApproveTools = true });
}
