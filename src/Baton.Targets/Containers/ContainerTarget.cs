using Baton.Agents;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Processes;
using Baton.Targets.Telemetry;

namespace Baton.Targets.Containers;

/// <summary>An agent in a container; see <c>docs/targets/container.md</c>.</summary>
public sealed class ContainerTarget : ITarget
{
    private readonly ContainerOptions _options;
    private readonly ContainerHost _host;
    private readonly IContainerAgents _agents;

    /// <summary>Describes the target; nothing is started yet.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Container"/> is given.</param>
    /// <param name="environment">Where it is started from.</param>
    public ContainerTarget(RunnerOptions options, TargetEnvironment environment)
    {
        _options =
            options.Container
            ?? throw new ArgumentException("`container` is not given in the `runner` section", nameof(options));
        Dictionary<string, string> variables = new(options.EnvironmentVars, StringComparer.Ordinal);
        variables.TryAdd("PYTHONUNBUFFERED", "1");
        if (_options.NetworkOrDefault == "host")
        {
            // Baton listens on loopback, which no other network leads to.
            TelemetryVariables.AddTo(variables, environment);
        }

        EngineAddress address = EngineAddress.Of(_options.Runtime, environment.Variables);
        _host = new ContainerHost(
            new ContainerEngine(address, environment.TimeProvider),
            _options,
            ContainerDescription.Of(
                _options,
                ContainerDescription.Memory(_options, options.Guards?.MaxMemory),
                variables,
                Path.GetFullPath(Path.Combine(environment.ProjectDirectory, options.WorkingDirectory ?? ""))
            ),
            new ContainerFailure(_options, address),
            environment.TimeProvider
        );
        _agents =
            _options.Mode == ContainerMode.Http
                ? new HttpContainers(_host, address, options, environment)
                : new JsonLinesContainers(_host, options, environment);
    }

    /// <inheritdoc/>
    public string Name => _options.Image;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) => _agents.StartConversation(context);

    /// <inheritdoc/>
    /// <remarks>Finds the engine, removes what dead Batons left, pulls the image, and starts a container where it is reused.</remarks>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return await _agents.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessStartException failed)
        {
            return failed.Error;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _agents.DisposeAsync().ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>The containers of a target, spoken to in one way.</summary>
internal interface IContainerAgents : IAsyncDisposable
{
    /// <inheritdoc cref="IAgent.StartConversation"/>
    IConversation StartConversation(ConversationContext context);

    /// <inheritdoc cref="ITarget.ProbeAsync"/>
    ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken);
}
