using Baton.Agents.Providers;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>An agent checked and ready to run: its models in the order they are asked, and its tools by name.</summary>
internal sealed class PreparedAgent
{
    private readonly ChatOptions _options;
    private readonly IReadOnlyList<ModelChoice> _fallbacks;
    private readonly Func<string, IChatClient>? _clients;
    private readonly AITool[] _tools;
    private readonly Agent[] _handoffs;

    private PreparedAgent(Agent agent, RunConfig config, IReadOnlyList<ModelCandidate> models, ToolTable tools)
    {
        Agent = agent;
        Models = models;
        Tools = tools;
        _fallbacks = config.FallbackModels;
        _clients = config.ModelClients;
        _tools = [.. agent.Tools];
        _handoffs = [.. agent.Handoffs];
        _options = agent.Options?.Clone() ?? new ChatOptions();
        _options.Instructions = agent.Instructions.Length > 0 ? agent.Instructions : _options.Instructions;
        if (tools.Declared.Count > 0)
        {
            _options.Tools = [.. tools.Declared];
        }
    }

    public Agent Agent { get; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<ModelCandidate> Models { get; }

    public ToolTable Tools { get; }

    /// <summary>Checks an agent and everything it may hand over to, and makes its clients.</summary>
    /// <exception cref="AgentException">Something is wrong; the message names all of it.</exception>
    public static PreparedAgent Create(Agent agent, RunConfig config)
    {
        List<string> problems = [];
        IReadOnlyList<ModelCandidate> models = ModelsOf(agent, config, problems);
        ToolTable tools = ToolTable.Create(agent, problems);
        if (problems.Count > 0)
        {
            throw new AgentException($"The agent `{agent.Name}` cannot run: {string.Join("; ", problems)}");
        }

        return new PreparedAgent(agent, config, models, tools);
    }

    /// <summary>Whether nothing has changed that it was made from.</summary>
    public bool IsFor(RunConfig config) =>
        ReferenceEquals(config.FallbackModels, _fallbacks)
        && Equals(config.ModelClients, _clients)
        && Agent.Tools.SequenceEqual(_tools)
        && Agent.Handoffs.SequenceEqual(_handoffs);

    /// <summary>The options of one call, which hooks and clients may change.</summary>
    public ChatOptions NewOptions() => _options.Clone();

    private static List<ModelCandidate> ModelsOf(Agent agent, RunConfig config, List<string> problems)
    {
        List<ModelCandidate> models = [];
        switch (agent)
        {
            case { ChatClient: { } client, Model: null }:
                models.Add(ModelCandidate.Of(client));
                break;
            case { ChatClient: null, Model: { } model }:
                Add(model);
                break;
            case { ChatClient: null }:
                problems.Add("it has no model; set `Model` (for example `openai:gpt-4o-mini`) or `ChatClient`");
                break;
            default:
                problems.Add("it has both `Model` and `ChatClient`; set one of them");
                break;
        }

        foreach (ModelChoice choice in config.FallbackModels)
        {
            if (choice.ChatClient is { } client)
            {
                models.Add(ModelCandidate.Of(client));
            }
            else
            {
                Add(choice.Model!);
            }
        }

        return models;

        void Add(string model)
        {
            try
            {
                IChatClient client = config.ModelClients is { } make
                    ? make(model)
                    : ModelClientFactory.Shared.Create(model, ModelRetry.None, Timeout.InfiniteTimeSpan);
                models.Add(
                    ModelCandidate.Of(client) with
                    {
                        Name = ModelName.TryParse(model, out ModelName name) ? name : null,
                    }
                );
            }
            catch (Exception error) when (error is ArgumentException or BatonException)
            {
                problems.Add(error.Message);
            }
        }
    }
}
