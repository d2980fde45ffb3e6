using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Telemetry;

namespace Baton.Targets.Containers;

/// <summary>The engine as one target uses it: with its image there, and what dead Batons left swept away. Thread-safe.</summary>
internal sealed class ContainerHost(ContainerEngine engine, ContainerOptions options, JsonObject description)
    : IDisposable
{
    private readonly Lock _gate = new();
    private Task? _prepared;

    /// <summary>The engine.</summary>
    public ContainerEngine Engine => engine;

    /// <summary>What containers are made from.</summary>
    public ContainerOptions Options => options;

    /// <summary>Makes a container that can be started.</summary>
    /// <param name="traceParent">The trace of all it does, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="EngineException">The engine refuses, or is not there.</exception>
    public async Task<string> CreateAsync(string? traceParent, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        JsonObject own = (JsonObject)description.DeepClone();
        if (traceParent is not null)
        {
            own["Env"]!.AsArray().Add($"{TelemetryVariables.TraceParent}={traceParent}");
        }

        return await engine.CreateAsync(own, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds out whether containers can be made.</summary>
    /// <exception cref="EngineException">They cannot.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        Task prepared;
        lock (_gate)
        {
            // What failed is tried again: the engine may be back by then.
            if (_prepared is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _prepared = PrepareOnceAsync();
            }

            prepared = _prepared;
        }

        return prepared.WaitAsync(cancellationToken);
    }

    /// <summary>Why a container could not be started, as an error of the turn.</summary>
    public static AgentError Failure(EngineException failure) => new(ErrorKind.Start, failure.Message);

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    private async Task PrepareOnceAsync()
    {
        await engine.PingAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (
            (string id, string owner) in await engine
                .LabelledAsync(ContainerOwner.Label, CancellationToken.None)
                .ConfigureAwait(false)
        )
        {
            if (ContainerOwner.IsGone(owner))
            {
                await engine.RemoveAsync(id, CancellationToken.None).ConfigureAwait(false);
            }
        }

        if (options.Pull == PullPolicy.Always)
        {
            await engine.PullAsync(options.Image, CancellationToken.None).ConfigureAwait(false);
        }
        else if (!await engine.HasImageAsync(options.Image, CancellationToken.None).ConfigureAwait(false))
        {
            if (options.Pull == PullPolicy.Never)
            {
                throw new EngineException(
                    $"there is no image `{options.Image}`; build it (`docker build -t {options.Image} .`) or set `pull: missing`"
                );
            }

            await engine.PullAsync(options.Image, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
