using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Processes;

namespace Baton.Targets.Python;

/// <summary>Holds the guard <c>max_memory</c> against a worker and everything it started. Works on Linux.</summary>
internal sealed class MemoryWatch(ByteSize limit, PythonWorkerProcess process, TimeProvider clock)
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until the bound is passed.</summary>
    /// <returns>The event that ends the worker's calls, or <see langword="null"/> when the token was cancelled first.</returns>
    public async Task<LimitEvent?> WaitAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(_period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (ResidentMemory.ByGroup([process.GroupId]).GetValueOrDefault(process.GroupId) > limit.Bytes)
                {
                    string message = $"the Python worker and what it started hold more than {limit.Bytes} bytes";
                    return new LimitEvent("max_memory", message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The worker is over.
        }

        return null;
    }
}
