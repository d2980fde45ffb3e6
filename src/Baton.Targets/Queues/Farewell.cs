namespace Baton.Targets.Queues;

/// <summary>The last thing said to a server before leaving: worth a moment, not worth an error.</summary>
internal static class Farewell
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Says it, for at most two seconds; a server that is gone is left alone.</summary>
    public static async ValueTask SayAsync<T>(Func<CancellationToken, ValueTask<T>> say)
    {
        using CancellationTokenSource late = new(Longest);
        try
        {
            await say(late.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is QueueException or OperationCanceledException)
        {
            // What is left behind there expires, or belongs to a server that is no more.
        }
    }
}
