using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>A model server whose models <c>stage-1</c>, <c>stage-2</c>, … answer with their names, and hold still when told to.</summary>
internal sealed class TeamServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackServer _server = null!;
    private int _held;

    /// <summary>The stage that gets no answer for now; <see langword="null"/> for none.</summary>
    public int? HoldAt { get; set; }

    /// <summary>The models that were asked, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<TeamServer> StartAsync()
    {
        TeamServer server = new();
        server._server = await LoopbackServer.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>A folder with <c>team.yaml</c>: a pipeline of as many stages.</summary>
    public TempWorkspace Team(int stages, bool firstAsksAPerson = false)
    {
        TempWorkspace workspace = new();
        workspace.Write(".env", $"OPENAI_COMPATIBLE_BASE_URL={_server.Url}/v1\n");
        JsonObject agents = [];
        JsonObject members = [];
        for (int stage = 1; stage <= stages; stage++)
        {
            JsonObject config = new() { ["model"] = $"openai-compatible:stage-{stage}" };
            if (stage == 1 && firstAsksAPerson)
            {
                config["capabilities"] = new JsonArray("human_in_loop");
            }

            agents[$"agent-{stage}"] = new JsonObject { ["role"] = "executor", ["config"] = config };
            members[$"stage-{stage}"] = $"agent-{stage}";
        }

        JsonObject topology = new()
        {
            ["name"] = "stages",
            ["type"] = "pipeline",
            ["members"] = members,
        };
        // JSON is YAML, too.
        workspace.Write("team.yaml", new JsonObject { ["agents"] = agents, ["topology"] = topology }.ToJsonString());
        return workspace;
    }

    /// <summary>Waits until a model is held.</summary>
    public Task UntilHeldAsync() => Eventually.Holds(() => Volatile.Read(ref _held) > 0, "a model is held");

    /// <summary>Lets the models that are held answer.</summary>
    public void Release() => _released.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Release();
        return _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        JsonNode request = (
            await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted)
        )!;
        string model = (string)request["model"]!;
        _asked.Enqueue(model);
        if (HoldAt is { } stage && model == $"stage-{stage}")
        {
            Interlocked.Increment(ref _held);
            await _released.Task.WaitAsync(context.RequestAborted);
        }

        string answer = JsonSerializer.Serialize($"answer of {model}");
        if (request["stream"]?.GetValue<bool>() == true)
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(
                $$$"""
                data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":{{{answer}}}},"finish_reason":"stop"}]}

                data: [DONE]


                """,
                context.RequestAborted
            );
        }
        else
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                $$$"""{"id":"1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":{{{answer}}}},"finish_reason":"stop"}]}""",
                context.RequestAborted
            );
        }
    }
}
