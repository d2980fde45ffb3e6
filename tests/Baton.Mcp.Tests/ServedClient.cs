using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Tests;

/// <summary>A server and a client of the official SDK in one process, with pipes between them: the real protocol, no ports.</summary>
internal sealed class ServedClient : IAsyncDisposable
{
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _insisted = new();

    private ServedClient(McpPlace place)
    {
        Server = new BatonMcpServer(place);
        Serving = Server.RunAsync(
            _toServer.Reader.AsStream(),
            _toClient.Writer.AsStream(),
            _asked.Token,
            _insisted.Token
        );
    }

    /// <summary>The server.</summary>
    public BatonMcpServer Server { get; }

    /// <summary>Ends when the server has ended.</summary>
    public Task Serving { get; }

    /// <summary>The client.</summary>
    public McpClient Client { get; private set; } = null!;

    /// <summary>Starts both.</summary>
    public static async Task<ServedClient> StartAsync(string root, Func<McpPlace, McpPlace>? change = null)
    {
        McpPlace place = PlaceAt(root);
        ServedClient served = new(change is null ? place : change(place));
        served.Client = await McpClient.CreateAsync(
            new StreamClientTransport(served._toServer.Writer.AsStream(), served._toClient.Reader.AsStream())
        );
        return served;
    }

    /// <summary>What a server at a folder is given.</summary>
    public static McpPlace PlaceAt(string root)
    {
        MemoryTopologyStore store = new();
        return new McpPlace
        {
            Root = root,
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
            },
            OpenStore = _ => new LentStore(store),
        };
    }

    /// <summary>Calls a tool and returns its structured answer; a failure fails the test.</summary>
    public async Task<JsonObject> CallAsync(
        string tool,
        object? arguments = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        CallToolResult result = await TryCallAsync(tool, arguments, progress, cancellationToken);
        result.IsError.ShouldNotBe(true, Text(result));
        JsonObject structured = JsonNode.Parse(result.StructuredContent!.Value.GetRawText())!.AsObject();
        JsonNode.DeepEquals(structured, JsonNode.Parse(Text(result))).ShouldBeTrue();
        return structured;
    }

    /// <summary>Calls a tool that fails, and returns what it says.</summary>
    public async Task<string> FailAsync(string tool, object? arguments = null)
    {
        CallToolResult result = await TryCallAsync(tool, arguments);
        result.IsError.ShouldBe(true, Text(result));
        return Text(result);
    }

    /// <summary>Calls a tool.</summary>
    public async Task<CallToolResult> TryCallAsync(
        string tool,
        object? arguments = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default
    ) =>
        await Client.CallToolAsync(
            tool,
            JsonSerializer
                .SerializeToNode(arguments ?? new { })!
                .AsObject()
                .ToDictionary(argument => argument.Key, argument => (object?)argument.Value),
            progress,
            cancellationToken: cancellationToken
        );

    /// <summary>Sends a call under an identifier of the test's own.</summary>
    public Task SendCallAsync(string id, string tool) =>
        Client.SendRequestAsync(
            new JsonRpcRequest
            {
                Id = new RequestId(id),
                Method = RequestMethods.ToolsCall,
                Params = new JsonObject { ["name"] = tool, ["arguments"] = new JsonObject() },
            }
        );

    /// <summary>Tells the server that a call is no longer wanted.</summary>
    public Task CancelAsync(string id) =>
        Client.SendNotificationAsync(
            NotificationMethods.CancelledNotification,
            new CancelledNotificationParams { RequestId = new RequestId(id), Reason = "no longer wanted" }
        );

    /// <summary>The client goes away without a word.</summary>
    public Task HangUpAsync() => _toServer.Writer.CompleteAsync().AsTask();

    /// <summary>The text of a result.</summary>
    public static string Text(CallToolResult result) =>
        string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _toServer.Writer.CompleteAsync();
        await Serving;
        await Server.DisposeAsync();
        _asked.Dispose();
        _insisted.Dispose();
    }

    // Calls dispose the store they opened; the tests' one stays.
    private sealed class LentStore(ITopologyStore store) : ITopologyStore
    {
        public IExecutionStore Executions => store.Executions;

        public ICatalog Catalog => store.Catalog;

        public IApprovals Approvals => store.Approvals;

        public IAgentStates States => store.States;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
