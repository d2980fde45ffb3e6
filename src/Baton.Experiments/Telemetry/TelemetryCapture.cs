using System.Net.Sockets;
using Baton.Agents;
using Baton.Experiments.Settings;
using Baton.Experiments.Telemetry.Http;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry;

/// <summary>Seeing inside agents: where they send spans during an experiment, and what came.</summary>
internal sealed class TelemetryCapture : IAsyncDisposable
{
    /// <summary>Two of the delays that agents are asked to keep; one that keeps them longer is known by its lag.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the first runs are held back while nobody knows whether the agent exports at all.</summary>
    private static readonly TimeSpan WhileUnknown = TimeSpan.FromMilliseconds(500);

    /// <summary>A little more than the delay that SDKs keep by themselves.</summary>
    private static readonly TimeSpan UntilTheFirst = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly OtlpReceiver? _receiver;
    private readonly TimeSpan? _wait;
    private readonly bool _isPortGiven;
    private readonly TimeProvider _time;
    private long _firstEnd;

    private TelemetryCapture(
        OtlpReceiver? receiver,
        SpanCollector collector,
        TelemetrySettings settings,
        TimeProvider time,
        AgentError? error
    )
    {
        _receiver = receiver;
        Collector = collector;
        _wait = settings.Wait;
        _isPortGiven = settings.Port is not null;
        _time = time;
        Error = error;
    }

    /// <summary>Gives runs their traces and gathers their spans.</summary>
    public SpanCollector Collector { get; }

    /// <summary>Why nothing can be captured, or <see langword="null"/>.</summary>
    public AgentError? Error { get; }

    /// <summary>Where agents send spans; <see langword="null"/> when nobody listens.</summary>
    public Uri? Endpoint => _receiver?.Endpoint;

    /// <summary>Whether the target is known to export, or said to by the settings.</summary>
    public bool IsExpected => _receiver is not null && (_wait is not null || _isPortGiven || Collector.HasHeard);

    /// <summary>
    /// How long the spans of a run that is over are waited for, as far as is known now: twice as long as the agent has
    /// kept spans of late. Where nobody knows whether it exports at all, the first runs are held back for a moment, and
    /// when nothing has come by then, no run is any more.
    /// </summary>
    public TimeSpan Wait =>
        _receiver is null ? TimeSpan.Zero
        : _wait is { } wait ? wait
        : Collector.HasHeard ? TimeSpan.FromTicks(Math.Clamp(2 * Collector.Lag.Ticks, Shortest.Ticks, Longest.Ticks))
        : _isPortGiven ? UntilTheFirst
        : _time.GetElapsedTime(FirstEnd) < WhileUnknown ? WhileUnknown
        : TimeSpan.Zero;

    /// <summary>What was lost and what to do about it, in one sentence, or <see langword="null"/>.</summary>
    public string? Notice =>
        Collector.Counts.Late switch
        {
            0 => null,
            long late =>
                $"{late} {(late == 1 ? "span" : "spans")} came after their runs were written and are left out; "
                    + (
                        _wait is { } wait
                            ? $"set `telemetry.wait` higher than {Configuration.Duration.Format(wait)}"
                            : "set `telemetry.wait`, for example to 2s, to wait for them from the first run on"
                    ),
        };

    /// <summary>Takes a port. Nothing is served yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="isTargetTold">
    /// Whether the target is told where to send spans. One that is not, and for which the settings name no port, is given
    /// its traces for its own records; nobody listens.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <returns>The capture, or <see langword="null"/> when the settings want none.</returns>
    public static TelemetryCapture? Open(TelemetrySettings settings, bool isTargetTold, TimeProvider time)
    {
        if (!settings.Capture)
        {
            return null;
        }

        SpanCollector collector = new(TraceIds.Draw(), time);
        if (!isTargetTold && settings.Port is null)
        {
            return new TelemetryCapture(receiver: null, collector, settings, time, error: null);
        }

        try
        {
            OtlpReceiver receiver = new(settings.Port ?? 0, collector, ReceiverLimits.Default, time);
            return new TelemetryCapture(receiver, collector, settings, time, error: null);
        }
        catch (SocketException error)
        {
            string where = settings.Port is { } port ? $"port {port} (`telemetry.port`)" : "a port on loopback";
            AgentError refusal = new(
                ErrorKind.Start,
                $"cannot listen for spans on {where}: {error.Message}; choose another one, or set `telemetry.capture: false`"
            );
            return new TelemetryCapture(receiver: null, collector, settings, time, refusal);
        }
    }

    /// <summary>Begins to serve.</summary>
    public void Start() => _receiver?.Start();

    /// <summary>
    /// Waits until nothing more can come, given that the target is gone: about as long as for the spans of a run, at most.
    /// </summary>
    /// <returns>
    /// <see langword="true"/>, or <see langword="false"/> at once where the settings say how long to wait, or name a port to which
    /// others may send.
    /// </returns>
    /// <exception cref="TimeoutException">Somebody is still connected.</exception>
    /// <exception cref="SocketException">Nobody listens any more.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> WaitForSilenceAsync(CancellationToken cancellationToken)
    {
        if (_receiver is null || _wait is not null || _isPortGiven)
        {
            return false;
        }

        TimeSpan atMost = Wait > Shortest ? Wait : Shortest;
        await _receiver
            .WhenQuietAsync(cancellationToken)
            .WaitAsync(atMost, _time, cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    // Asked for the first time when the first run is over.
    private long FirstEnd
    {
        get
        {
            long now = _time.GetTimestamp();
            return Interlocked.CompareExchange(ref _firstEnd, now, 0) is var first and not 0 ? first : now;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _receiver?.DisposeAsync() ?? ValueTask.CompletedTask;
}
