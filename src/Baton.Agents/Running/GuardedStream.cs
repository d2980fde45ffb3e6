using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Baton.Agents.Running;

/// <summary>
/// Reads a stream that may never answer: a wait ends with the token, whether or not the stream heeds it. Costs nothing
/// for elements that are already there.
/// </summary>
internal sealed class GuardedStream<T> : IValueTaskSource<bool>, IAsyncDisposable
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Abandoned = 2;

    private readonly IAsyncEnumerator<T> _source;
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private readonly Action _onMoved;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _move;
    private int _state;

    public GuardedStream(IAsyncEnumerable<T> source, CancellationToken token)
    {
        _source = source.GetAsyncEnumerator(token);
        _token = token;
        _onMoved = OnMoved;
        _registration = token.UnsafeRegister(static stream => ((GuardedStream<T>)stream!).Abandon(), this);
    }

    public T Current => _source.Current;

    public ValueTask<bool> MoveNextAsync()
    {
        _token.ThrowIfCancellationRequested();
        ValueTask<bool> move = _source.MoveNextAsync();
        if (move.IsCompleted)
        {
            return move;
        }

        _wait.Reset();
        _wait.RunContinuationsAsynchronously = false;
        _move = move.ConfigureAwait(false).GetAwaiter();
        ValueTask<bool> wait = new(this, _wait.Version);
        Volatile.Write(ref _state, Waiting);
        _move.UnsafeOnCompleted(_onMoved);
        if (_token.IsCancellationRequested)
        {
            Abandon();
        }

        return wait;
    }

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _state) != Abandoned)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _wait.OnCompleted(continuation, state, token, flags);

    private void OnMoved()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting)
        {
            bool moved;
            try
            {
                moved = _move.GetResult();
            }
            catch (Exception error)
            {
                _wait.SetException(error);
                return;
            }

            _wait.SetResult(moved);
            return;
        }

        Abandonable.Forget(DisposeLateAsync());
    }

    private void Abandon()
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Waiting) == Waiting)
        {
            // Whoever cancels must not have to carry on with the run.
            _wait.RunContinuationsAsynchronously = true;
            _wait.SetException(new OperationCanceledException(_token));
        }
    }

    // The stream answered after all, when nobody listens any more.
    private async Task DisposeLateAsync()
    {
        try
        {
            _ = _move.GetResult();
        }
        finally
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
