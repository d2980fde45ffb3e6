using Baton.Agents;
using Baton.Agents.Providers;

namespace Baton.Targets.Composites;

/// <summary>A model without instructions or tools, in a target's place. Keys and servers come from the project's variables.</summary>
internal sealed class ModelTarget : ITarget
{
    private readonly string _model;
    private readonly TargetEnvironment _environment;
    private readonly ProjectModels _models;

    /// <summary>Describes the model; nothing is opened yet.</summary>
    /// <param name="model">The model, <c>provider:model</c>; a script's path counts from the project's folder.</param>
    /// <param name="environment">Where keys and scripts are found.</param>
    public ModelTarget(string model, TargetEnvironment environment)
    {
        _model = model;
        _environment = environment;
        _models = new ProjectModels(environment);
    }

    /// <inheritdoc/>
    public string Name => _model;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Agent("aggregator")
        {
            Model = _model,
            Config = new RunConfig
            {
                MaxTime = Timeout.InfiniteTimeSpan,
                TimeoutPerTurn = Timeout.InfiniteTimeSpan,
                ModelClients = _models.Connect,
                TimeProvider = _environment.TimeProvider,
            },
        }.StartConversation(context);

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            _models.Connect(_model).Dispose();
            return new ValueTask<AgentError?>((AgentError?)null);
        }
        catch (ModelConfigurationException missing)
        {
            return new ValueTask<AgentError?>(new AgentError(ErrorKind.Start, missing.Message));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _models.Dispose();
        return ValueTask.CompletedTask;
    }
}
