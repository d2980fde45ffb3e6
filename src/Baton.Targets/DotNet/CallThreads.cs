using System.Diagnostics.CodeAnalysis;

namespace Baton.Targets.DotNet;

/// <summary>Threads on which an agent's code begins, apart from those Baton works on. Thread-safe.</summary>
/// <remarks>
/// A thread is used again when its call is over. Code that never returns keeps its thread, and no other call waits for it.
/// The threads end with the target; those still at work end with their call or with the program.
/// </remarks>
/// <param name="name">Their name, for debuggers.</param>
internal sealed class CallThreads(string name) : IDisposable
{
    private const int MostIdle = 64;
    private readonly Lock _gate = new();
    private readonly Stack<CallThread> _idle = new();
    private bool _isOver;

    /// <summary>Runs something that may block.</summary>
    /// <param name="work">The work.</param>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ExecutionContext? context = ExecutionContext.Capture();
        Free()
            .Give(() =>
            {
                if (context is null)
                {
                    Complete();
                }
                else
                {
                    ExecutionContext.Run(context, static complete => ((Action)complete!)(), (Action)Complete);
                }
            });
        return done.Task;

        void Complete()
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception thrown)
            {
                done.SetException(thrown);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            while (_idle.TryPop(out CallThread? thread))
            {
                thread.End();
            }
        }
    }

    private CallThread Free()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            return _idle.TryPop(out CallThread? idle) ? idle : new CallThread(this, name);
        }
    }

    /// <summary>Takes a thread back; whether it is to wait for more.</summary>
    private bool TakeBack(CallThread thread)
    {
        lock (_gate)
        {
            if (_isOver || _idle.Count >= MostIdle)
            {
                return false;
            }

            _idle.Push(thread);
            return true;
        }
    }

    [SuppressMessage("Design", "CA1001", Justification = "The thread disposes it when it ends")]
    private sealed class CallThread
    {
        private readonly CallThreads _owner;
        private readonly SemaphoreSlim _given = new(0);
        private Action? _work;

        public CallThread(CallThreads owner, string name)
        {
            _owner = owner;
            new Thread(Live) { IsBackground = true, Name = name }.Start();
        }

        public void Give(Action work)
        {
            _work = work;
            _given.Release();
        }

        public void End() => _given.Release();

        private void Live()
        {
            do
            {
                _given.Wait();
                Action? work = _work;
                _work = null;
                if (work is null)
                {
                    break;
                }

                work();
            } while (_owner.TakeBack(this));

            _given.Dispose();
        }
    }
}
