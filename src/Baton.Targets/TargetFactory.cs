using Baton.Agents;
using Baton.Targets.Adapters;
using Baton.Targets.Guards;
using Baton.Targets.Pacing;
using Baton.Targets.Retries;

namespace Baton.Targets;

/// <summary>Makes the target a configuration describes, with everything that is laid around it.</summary>
/// <remarks>
/// From the outside in: adapters, guards of the output, repetitions, the pace, the guard of the working time, the time-out of one
/// call, the transport. Waiting for a free slot or before a repetition thus counts neither as the agent's working time
/// nor towards a call's time-out. What the options do not ask for is not there.
/// </remarks>
public static class TargetFactory
{
    /// <summary>Makes a target; starts nothing.</summary>
    /// <param name="options">The <c>runner:</c> section, read without errors.</param>
    /// <param name="environment">Where it is started from.</param>
    /// <returns>The target; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The section names no kind of target.</exception>
    public static ITarget Create(RunnerOptions options, TargetEnvironment environment)
    {
        TargetKind kind = TargetKind.Of(options) is [TargetKind first, ..]
            ? first
            : throw new ArgumentException("the `runner:` section names no target", nameof(options));
        return LayAround(kind.Create(options, environment), options, environment);
    }

    /// <summary>
    /// Whether the agent of a section runs before Baton does, so that nothing can be told to it but in what it is asked.
    /// </summary>
    public static bool RunsElsewhere(RunnerOptions options) => TargetKind.Of(options) is [{ RunsElsewhere: true }, ..];

    /// <summary>Lays everything the options ask for around a transport.</summary>
    /// <returns>The target; it owns the transport.</returns>
    public static ITarget LayAround(ITarget transport, RunnerOptions options, TargetEnvironment environment)
    {
        TimeProvider time = environment.TimeProvider;
        TargetKind? kind = TargetKind.All.FirstOrDefault(kind => kind.IsGiven(options));
        (TimeSpan timeout, string setting) = kind?.Timeout(options) is { } own
            ? (own, $"{kind.Key}.timeout")
            : (options.TimeoutSeconds, "timeout_seconds");
        RetryPlan retries = RetryPlan.From(options, longestWait: timeout);

        IAgent agent = new TurnTimeout(transport, timeout, setting, time);
        if (options.Guards?.MaxDuration is { } maxDuration)
        {
            agent = new DurationGuard(agent, maxDuration, time);
        }

        CallPace? pace = null;
        if (kind is { IsService: true } || environment.CallLimit is not null)
        {
            int widest = Math.Max(1, environment.CallLimit ?? environment.MaxConcurrency);
            pace = new CallPace(widest, retries.Delay, timeout, time);
            agent = new PacedAgent(agent, pace);
        }

        if (retries.MaxRetries > 0)
        {
            agent = new RetryingAgent(agent, retries, time, new Random(environment.Random.Next()));
        }

        if (options.Guards is { } guards && OutputGuard.IsNeeded(guards))
        {
            agent = new OutputGuard(agent, guards);
        }

        if (options.Adapters is { } adapters)
        {
            agent = new AdaptedAgent(agent, adapters);
        }

        return new ComposedTarget(agent, transport, pace);
    }
}
