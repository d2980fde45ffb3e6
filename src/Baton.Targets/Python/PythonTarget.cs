using Baton.Agents;

namespace Baton.Targets.Python;

/// <summary>A Python function, method or generator, called in worker processes that Baton starts and ends.</summary>
/// <remarks>
/// Asynchronous callables run on their worker's event loop, any number at once; the others run in threads. A turn that
/// is cancelled returns at once; a call that does not stop within a second costs its worker, which is replaced.
/// </remarks>
public sealed class PythonTarget : ITarget
{
    private readonly RunnerOptions _options;
    private readonly TargetEnvironment _environment;
    private readonly CancelGrace _grace;

    // Guards the pool.
    private readonly Lock _gate = new();
    private PythonWorkerPool? _pool;
    private bool _disposed;
    private long _conversations;

    /// <summary>Creates the target. Nothing is started before the first turn or probe.</summary>
    /// <param name="options">The <c>runner:</c> section; its <c>target</c> or <c>module_path</c> is given.</param>
    /// <param name="environment">The place it runs in.</param>
    public PythonTarget(RunnerOptions options, TargetEnvironment environment)
        : this(options, environment, CancelGrace.Default) { }

    internal PythonTarget(RunnerOptions options, TargetEnvironment environment, CancelGrace grace)
    {
        _options = options;
        _environment = environment;
        _grace = grace;
        Name = PythonCallable.From(options).Callable?.ToString() ?? options.Target ?? "python";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new PythonConversation(this, Interlocked.Increment(ref _conversations), context);

    /// <summary>Starts a worker and loads the callable, unless that has been done already.</summary>
    /// <inheritdoc/>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        long conversation = Interlocked.Increment(ref _conversations);
        (PythonWorkerPool? pool, AgentError? error) = Pool();
        if (pool is null)
        {
            return error;
        }

        (PythonWorker? worker, error) = await pool.AcquireAsync(conversation, cancellationToken).ConfigureAwait(false);
        worker?.Close(conversation);
        return error;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        PythonWorkerPool? pool;
        lock (_gate)
        {
            _disposed = true;
            pool = _pool;
        }

        if (pool is not null)
        {
            await pool.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The workers, or why there can be none. What was found out once is kept, a failure is not.</summary>
    internal (PythonWorkerPool? Pool, AgentError? Error) Pool()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_pool is not null)
            {
                return (_pool, null);
            }

            (PythonLaunch? launch, AgentError? error) = PythonLaunch.From(_options, _environment);
            if (launch is null)
            {
                return (null, error);
            }

            int size = _options.Workers ?? Math.Min(Environment.ProcessorCount, _environment.MaxConcurrency);
            _pool = new PythonWorkerPool(launch, Math.Max(size, 1), _environment.TimeProvider, _grace);
            return (_pool, null);
        }
    }
}
