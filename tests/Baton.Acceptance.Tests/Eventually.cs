namespace Baton.Acceptance.Tests;

/// <summary>Waits for what another process brings about.</summary>
internal static class Eventually
{
    /// <summary>Asks again and again until the answer is yes; fails after a minute.</summary>
    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="Holds(Func{bool}, string)"/>
    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource source = new(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            if (source.IsCancellationRequested)
            {
                throw new TimeoutException($"never happened: {what}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }
}
