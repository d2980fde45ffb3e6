using System.Diagnostics;
using System.Threading.Channels;
using Baton.Agents;

namespace Baton.Targets.DotNet;

/// <summary>One turn's work inside an agent's code. Whatever that code does, the turn can be left.</summary>
/// <remarks>
/// Code that does not end within a second of being told to is left alone: it can be asked to end, but not be stopped. It
/// keeps its thread; nothing it says is heard any more.
/// </remarks>
internal sealed class DotNetCall : IAsyncDisposable
{
    private const int MostWaiting = 256;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly Channel<AgentEvent> _events = Channel.CreateBounded<AgentEvent>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true }
    );

    private readonly CancellationTokenSource _stop;
    private readonly PrintedLines _printed;
    private readonly Task _work;

    /// <summary>Begins the work.</summary>
    /// <param name="play">The work; its last event is the turn's outcome.</param>
    /// <param name="traceParent">The trace the work belongs to, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public DotNetCall(
        Func<CancellationToken, IAsyncEnumerable<AgentEvent>> play,
        string? traceParent,
        CancellationToken cancellationToken
    )
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _printed = new PrintedLines((line, source) => _events.Writer.TryWrite(new LogEvent(line, source)));
        _work = WorkAsync(play, traceParent);
    }

    /// <summary>Whether the work went on when the turn was left; known once this is disposed.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>What happens, in order, until the work is over.</summary>
    public IAsyncEnumerable<AgentEvent> ReadAsync(CancellationToken cancellationToken) =>
        _events.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Asks the work to end where it has not, and waits a second for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            // The system's clock on purpose: what is waited for is foreign code, which no test can advance.
            await _work.WaitAsync(Grace, TimeProvider.System).ConfigureAwait(false);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            IsAbandoned = true;
        }
    }

    private async Task WorkAsync(Func<CancellationToken, IAsyncEnumerable<AgentEvent>> play, string? traceParent)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        CancellationToken stop = _stop.Token;
        ConsoleCapture.Into(_printed);
        using Activity? activity = InTrace(traceParent);
        try
        {
            await foreach (AgentEvent happened in play(stop).ConfigureAwait(false))
            {
                if (happened is FinalEvent or ErrorEvent or LimitEvent)
                {
                    _printed.End();
                }

                await _events.Writer.WriteAsync(happened, stop).ConfigureAwait(false);
            }
        }
        catch (Exception thrown)
        {
            _printed.End();
            await FailAsync(thrown, stop).ConfigureAwait(false);
        }

        _events.Writer.Complete();
    }

    private async Task FailAsync(Exception thrown, CancellationToken stop)
    {
        try
        {
            await _events.Writer.WriteAsync(new ErrorEvent(CallFailure.Thrown(thrown)), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    // Activities of the agent's own take it as their parent, and with it the run's trace.
    private static Activity? InTrace(string? traceParent)
    {
        if (!ActivityContext.TryParse(traceParent, traceState: null, out ActivityContext context))
        {
            return null;
        }

        return new Activity("baton.turn")
            .SetParentId(context.TraceId, context.SpanId, ActivityTraceFlags.Recorded)
            .Start();
    }
}
