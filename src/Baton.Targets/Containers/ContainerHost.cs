using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Processes;
using Baton.Targets.Telemetry;

namespace Baton.Targets.Containers;

/// <summary>The engine as one target uses it: with its image there, and what dead Batons left swept away. Thread-safe.</summary>
/// <param name="engine">The engine; owned by this.</param>
/// <param name="options">The section.</param>
/// <param name="description">What containers are made from.</param>
/// <param name="failure">Words for failures.</param>
/// <param name="time">The clock.</param>
internal sealed class ContainerHost(
    ContainerEngine engine,
    ContainerOptions options,
    JsonObject description,
    ContainerFailure failure,
    TimeProvider time
) : IAsyncDisposable
{
    private const int MostRemovals = 10;
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _preparing = new(1);
    private readonly ConcurrentDictionary<string, byte> _leftovers = new(StringComparer.Ordinal);
    private readonly string _names = $"baton-{Guid.NewGuid():N}"[..18];
    private int _named;
    private volatile bool _isReady;

    /// <summary>The engine.</summary>
    public ContainerEngine Engine => engine;

    /// <summary>What containers are made from.</summary>
    public ContainerOptions Options => options;

    /// <summary>Words for failures.</summary>
    public ContainerFailure Failure => failure;

    /// <summary>A name for the next container, unlike all others.</summary>
    public string NextName() =>
        string.Create(CultureInfo.InvariantCulture, $"{_names}-{Interlocked.Increment(ref _named)}");

    /// <summary>Makes a container that can be started.</summary>
    /// <remarks>It is not to be cancelled: whether the engine made the container would not be known.</remarks>
    /// <param name="name">Its name.</param>
    /// <param name="traceParent">The trace of all it does, or <see langword="null"/>.</param>
    /// <exception cref="EngineException">The engine refuses, or is not there.</exception>
    public Task CreateAsync(string name, string? traceParent)
    {
        JsonObject own = (JsonObject)description.DeepClone();
        if (traceParent is not null)
        {
            own["Env"]!.AsArray().Add($"{TelemetryVariables.TraceParent}={traceParent}");
        }

        return engine.CreateAsync(name, own, CancellationToken.None);
    }

    /// <summary>Finds out whether containers can be made; quick once it is known.</summary>
    /// <exception cref="ProcessStartException">The engine is not there, or the image cannot be had.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isReady && _leftovers.IsEmpty)
        {
            return;
        }

        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isReady)
            {
                if (failure.NoFolder(description) is { } missing)
                {
                    throw new ProcessStartException(missing);
                }

                await SweepAsync(cancellationToken).ConfigureAwait(false);
                await HaveImageAsync(cancellationToken).ConfigureAwait(false);
                _isReady = true;
            }

            await RemoveLeftoversAsync().ConfigureAwait(false);
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <summary>Removes a container: now, or as soon as the engine answers again. Never fails.</summary>
    public async Task RemoveAsync(string name)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await engine.RemoveAsync(name, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (EngineException busy) when (busy.Status is not null && attempt < MostRemovals)
            {
                // Its end or its files are still being dealt with.
                await Task.Delay(BusyPause * attempt, time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (EngineException)
            {
                _leftovers.TryAdd(name, 0);
                return;
            }
        }
    }

    /// <summary>Tries a last time to remove what is left; the sweep at another Baton's start finds the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        await RemoveLeftoversAsync().ConfigureAwait(false);
        _preparing.Dispose();
        engine.Dispose();
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await engine.PingAsync(cancellationToken).ConfigureAwait(false);
            foreach (
                (string id, string owner) in await engine
                    .LabelledAsync(ContainerOwner.Label, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                if (ContainerOwner.IsGone(owner))
                {
                    await RemoveAsync(id).ConfigureAwait(false);
                }
            }
        }
        catch (EngineException failed)
        {
            throw new ProcessStartException(failure.Unreached(failed), failed);
        }
    }

    private async Task HaveImageAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (
                options.Pull != PullPolicy.Always
                && await engine.HasImageAsync(options.Image, cancellationToken).ConfigureAwait(false)
            )
            {
                return;
            }

            if (options.Pull == PullPolicy.Never)
            {
                throw new ProcessStartException(failure.NoImage());
            }

            await engine.PullAsync(options.Image, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException failed)
        {
            throw new ProcessStartException(
                failed.Status is null ? failure.Unreached(failed) : failure.NotPulled(failed),
                failed
            );
        }
    }

    private async Task RemoveLeftoversAsync()
    {
        foreach (string name in _leftovers.Keys)
        {
            if (_leftovers.TryRemove(name, out _))
            {
                await RemoveAsync(name).ConfigureAwait(false);
            }
        }
    }
}
