using Baton.Agents;

namespace Baton.Experiments.Running;

/// <summary>Finds out before the first run whether everything needed answers.</summary>
internal static class Preflight
{
    /// <summary>Asks the target, then the supervisor.</summary>
    /// <returns>The first thing wrong, or <see langword="null"/>.</returns>
    public static async Task<AgentError?> CheckAsync(
        ExperimentDefinition definition,
        CancellationToken cancellationToken
    ) =>
        await ProbeAsync(definition.ProbeTarget, cancellationToken).ConfigureAwait(false)
        ?? await ProbeAsync(definition.ProbeSupervisor, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks once; whatever the probe throws is what is wrong.</summary>
    public static async Task<AgentError?> ProbeAsync(
        Func<CancellationToken, ValueTask<AgentError?>>? probe,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return probe is null ? null : await probe(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new AgentError(ErrorKind.Internal, $"the probe failed: {error.Message}");
        }
    }
}
