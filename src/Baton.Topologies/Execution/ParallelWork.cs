using System.Runtime.ExceptionServices;

namespace Baton.Topologies.Execution;

/// <summary>Several things that do not depend on one another. What waits for a person keeps nothing else from being done.</summary>
internal static class ParallelWork
{
    /// <summary>One after the other; results in order.</summary>
    /// <exception cref="ExecutionPausedException">One of them waits, and the others are done.</exception>
    public static async Task<T[]> InOrderAsync<T>(IReadOnlyList<Func<Task<T>>> work)
    {
        ExceptionDispatchInfo? paused = null;
        T[] results = new T[work.Count];
        for (int index = 0; index < results.Length; index++)
        {
            try
            {
                results[index] = await work[index]().ConfigureAwait(false);
            }
            catch (ExecutionPausedException waiting)
            {
                paused ??= ExceptionDispatchInfo.Capture(waiting);
            }
        }

        paused?.Throw();
        return results;
    }

    /// <summary>All at once; results in order.</summary>
    /// <exception cref="ExecutionPausedException">One of them waits, and the others are done.</exception>
    public static async Task<T[]> AtOnceAsync<T>(IReadOnlyList<Func<Task<T>>> work)
    {
        Task<T[]> all = Task.WhenAll(work.Select(each => each()));
        try
        {
            return await all.ConfigureAwait(false);
        }
        catch (ExecutionPausedException)
        {
            // A failure beside it ends the execution, whatever a person says.
            Exception? failed = all.Exception!.InnerExceptions.FirstOrDefault(each =>
                each is not ExecutionPausedException
            );
            if (failed is not null)
            {
                ExceptionDispatchInfo.Throw(failed);
            }

            throw;
        }
    }
}
