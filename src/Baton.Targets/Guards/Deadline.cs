namespace Baton.Targets.Guards;

/// <summary>A token that is cancelled after a time, or with another token before that.</summary>
internal sealed class Deadline : IDisposable
{
    // Timers know no longer time.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(40);

    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _outer;
    private readonly CancellationTokenRegistration _registration;

    public Deadline(TimeSpan after, TimeProvider time, CancellationToken outer)
    {
        _source = new CancellationTokenSource(after < _longest ? after : _longest, time);
        _outer = outer;
        _registration = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled when the time is over, or the outer token was cancelled.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time is over and nobody cancelled from outside.</summary>
    public bool HasPassed => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
