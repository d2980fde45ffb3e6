namespace Baton.Topologies.Runners.Checks;

/// <summary>One promise of every runner, and how it is tried.</summary>
public sealed class RunnerCheck
{
    private readonly Func<CheckBench, CancellationToken, Task> _try;

    internal RunnerCheck(string name, string promise, Func<CheckBench, CancellationToken, Task> attempt)
    {
        Name = name;
        Promise = promise;
        _try = attempt;
    }

    /// <summary>The name; it does not change from version to version.</summary>
    public string Name { get; }

    /// <summary>What is promised, in one sentence.</summary>
    public string Promise { get; }

    /// <summary>Tries it on a runner.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether the promise was kept.</returns>
    public async Task<RunnerCheckResult> RunAsync(
        RunnerUnderCheck runner,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(runner);
        try
        {
            CheckBench bench = new(runner, Name);
            await using (bench.ConfigureAwait(false))
            {
                await _try(bench, cancellationToken).ConfigureAwait(false);
            }

            return new RunnerCheckResult(Name, Problem: null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception problem)
        {
            return new RunnerCheckResult(
                Name,
                problem is BrokenPromiseException ? problem.Message : $"it failed: {problem}"
            );
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>What came of a check.</summary>
/// <param name="Name">Which.</param>
/// <param name="Problem">What is wrong; <see langword="null"/> when the promise was kept.</param>
public sealed record RunnerCheckResult(string Name, string? Problem)
{
    /// <summary>Whether the promise was kept.</summary>
    public bool Passed => Problem is null;
}

/// <summary>The runner did something else than promised.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
