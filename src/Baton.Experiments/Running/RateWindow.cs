namespace Baton.Experiments.Running;

/// <summary>The rate of finished runs over the last half minute. Not thread-safe.</summary>
internal sealed class RateWindow
{
    private static readonly TimeSpan Width = TimeSpan.FromSeconds(30);
    private readonly Queue<(TimeSpan At, long Finished)> _samples = new();

    /// <summary>Adds what is known now.</summary>
    /// <param name="elapsed">The time since the sitting began.</param>
    /// <param name="finished">The runs finished in it.</param>
    /// <returns>Runs a second, or <see langword="null"/> before one has finished.</returns>
    public double? Add(TimeSpan elapsed, long finished)
    {
        if (_samples.Count == 0)
        {
            _samples.Enqueue((TimeSpan.Zero, 0));
        }

        _samples.Enqueue((elapsed, finished));
        while (_samples.Count > 2 && elapsed - _samples.Peek().At > Width)
        {
            _samples.Dequeue();
        }

        (TimeSpan at, long before) = _samples.Peek();
        if (finished > before && elapsed > at)
        {
            return (finished - before) / (elapsed - at).TotalSeconds;
        }

        return finished > 0 && elapsed > TimeSpan.Zero ? finished / elapsed.TotalSeconds : null;
    }
}
