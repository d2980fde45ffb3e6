using System.Security.Cryptography;
using Baton.Agents;
using Baton.Agents.Providers;
using Baton.Cli.Parsing;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>An agent made of a model and the tools of MCP servers, ready to run; disposing it ends the servers.</summary>
internal sealed class ModelAgent : IAsyncDisposable
{
    private static readonly TimeSpan UnattendedTime = TimeSpan.FromMinutes(5);

    private readonly ModelClientFactory _clients;
    private readonly IAsyncDisposable? _servers;

    private ModelAgent(ModelClientFactory clients, IAsyncDisposable? servers, Agent agent)
    {
        _clients = clients;
        _servers = servers;
        Agent = agent;
    }

    /// <summary>The agent, with the limits of its runs in its configuration.</summary>
    public Agent Agent { get; }

    /// <summary>Makes the client and connects the tools. No model is asked yet.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="session">Where it happens.</param>
    /// <param name="variables">Where keys and servers are found.</param>
    /// <param name="approve">Decides about tool calls that have to be approved.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <exception cref="BatonException">The model or a tool cannot be set up; the message says what to do.</exception>
    public static async Task<ModelAgent> StartAsync(
        ModelRequest request,
        ToolSession session,
        IReadOnlyDictionary<string, string> variables,
        ToolApprover approve,
        CancellationToken cancellationToken
    )
    {
        ModelClientFactory clients = new(
            session.Clock,
            new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
            environment: new ModelEnvironment(variables.GetValueOrDefault)
        );
        ToolServers? servers = null;
        try
        {
            IChatClient client = clients.Create(Resolve(request.Model, session.WorkingDirectory));
            CheckPrice(request);
            servers =
                request.Tools.Count == 0
                    ? null
                    : await ToolServers.ConnectAsync(request.Tools, session, variables, cancellationToken);
            IReadOnlyList<AIFunction> tools = servers?.Tools ?? [];
            Agent agent = new("assistant", request.Instructions)
            {
                Model = request.Model,
                Tools = request.AutoApproveTools == false ? [.. tools.Select(AskedFor)] : [.. tools],
                Options = request.Temperature is { } t ? new ChatOptions { Temperature = t } : null,
                Config = Limits(request, session, approve) with { ModelClients = _ => client },
            };
            return new ModelAgent(clients, servers, agent);
        }
        catch
        {
            if (servers is not null)
            {
                await servers.DisposeAsync();
            }

            clients.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
        }

        _clients.Dispose();
    }

    private static RunConfig Limits(ModelRequest request, ToolSession session, ToolApprover approve) =>
        new()
        {
            MaxTurns = request.MaxTurns ?? RunConfig.Default.MaxTurns,
            MaxTokens = request.MaxTokens,
            MaxCost = request.MaxCost,
            // A person may think about an approval as long as it takes, and can end what takes too long.
            MaxTime = request.MaxTime ?? (session.CanAsk ? Timeout.InfiniteTimeSpan : UnattendedTime),
            TimeoutPerTurn = Timeout.InfiniteTimeSpan,
            ApproveTool =
                request.AutoApproveTools == true
                    ? static (_, _) => new ValueTask<ToolApproval>(new ToolApproval(Approved: true))
                    : approve,
            TimeProvider = session.Clock,
        };

    private static AIFunction AskedFor(AIFunction tool) =>
        tool.GetService<ApprovalRequiredAIFunction>() is null ? new ApprovalRequiredAIFunction(tool) : tool;

    // A script's path starts where the command was called.
    private static string Resolve(string model, string workingDirectory) =>
        ModelName.TryParse(model, out ModelName name) && name.Provider == ModelName.Scripted
            ? (name with { Model = Path.GetFullPath(name.Model, workingDirectory) }).ToString()
            : model;

    private static void CheckPrice(ModelRequest request)
    {
        bool isPriced =
            request.MaxCost is null
            || (ModelName.TryParse(request.Model, out ModelName name) && ModelCatalog.Default.Find(name) is not null);
        UsageErrors errors = new();
        errors.AddIf(!isPriced, "--max-cost", $"no price is known for `{request.Model}`; use `--max-tokens`");
        errors.ThrowIfAny();
    }
}
