using Baton.Agents;
using Baton.Targets.Containers.Engine;
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
        TelemetryVariables.AddTo(variables, environment);
        _host = new ContainerHost(
            new ContainerEngine(EngineAddress.Of(_options.Runtime, environment.Variables), _options.Runtime),
            _options,
            ContainerDescription.Of(
                _options,
                _options.Memory ?? options.Guards?.MaxMemory,
                variables,
                Path.GetFullPath(Path.Combine(environment.ProjectDirectory, options.WorkingDirectory ?? ""))
            )
        );
        _agents =
            _options.Mode == ContainerMode.Http
                ? new HttpContainers(_host, options, environment)
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
        catch (EngineException failure)
        {
            return ContainerHost.Failure(failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _agents.DisposeAsync().ConfigureAwait(false);
        _host.Dispose();
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
