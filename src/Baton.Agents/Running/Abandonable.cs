namespace Baton.Agents.Running;

/// <summary>Waits for work that may never end: the wait ends with the token, whether or not the work heeds it.</summary>
internal static class Abandonable
{
    public static async ValueTask<T> OrAbandoned<T>(this ValueTask<T> work, CancellationToken token)
    {
        if (work.IsCompleted)
        {
            return await work.ConfigureAwait(false);
        }

        return await work.AsTask().OrAbandoned(token).ConfigureAwait(false);
    }

    public static async ValueTask<T> OrAbandoned<T>(this Task<T> work, CancellationToken token)
    {
        if (!work.IsCompleted && token.CanBeCanceled)
        {
            try
            {
                return await work.WaitAsync(token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!work.IsCompleted)
            {
                Forget(work);
                throw;
            }
        }

        return await work.ConfigureAwait(false);
    }

    public static async ValueTask OrAbandoned(this ValueTask work, CancellationToken token)
    {
        if (work.IsCompleted)
        {
            await work.ConfigureAwait(false);
            return;
        }

        Task task = work.AsTask();
        try
        {
            await task.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!task.IsCompleted)
        {
            Forget(task);
            throw;
        }
    }

    // An exception that comes too late has nobody to be told to, and must not end the process.
    public static void Forget(Task work) =>
        _ = work.ContinueWith(
            static done => _ = done.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
}
