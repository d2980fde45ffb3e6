using System.Text.Json.Nodes;
using Baton.Targets.A2A;
using Baton.Targets.OpenAI;
using Baton.Targets.Tests.Containers;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;

namespace Baton.Targets.Tests.Checks;

/// <summary>Puts the agent that is checked behind other services.</summary>
internal static class ServicePlaces
{
    /// <summary>A model server that says back what it is told.</summary>
    public static async Task<RunnerOptions> OpenAIAsync(BuiltInTargets.Place place)
    {
        LoopbackServer server = place.Keep(
            await LoopbackServer.StartAsync(async context =>
            {
                JsonNode body = (await JsonNode.ParseAsync(context.Request.Body))!;
                string said = body["messages"]!.AsArray()[^1]!["content"]!.ToString();
                if (said == "fail")
                {
                    context.Response.StatusCode = 422;
                    await context.Response.WriteAsync("""{"error":{"message":"as asked"}}""");
                    return;
                }

                await StreamAsync(
                    context,
                    Words(said)
                        .Select(word =>
                            new JsonObject
                            {
                                ["choices"] = new JsonArray(
                                    new JsonObject
                                    {
                                        ["index"] = 0,
                                        ["delta"] = new JsonObject { ["content"] = word },
                                    }
                                ),
                            }.ToJsonString()
                        )
                        .Append("[DONE]")
                );
            })
        );
        return new RunnerOptions
        {
            OpenAI = new OpenAIOptions { BaseUrl = $"{server.Url}/v1", Model = "m" },
        };
    }

    /// <summary>An A2A agent with a card.</summary>
    public static async Task<RunnerOptions> A2AAsync(BuiltInTargets.Place place)
    {
        LoopbackServer server = place.Keep(
            await LoopbackServer.StartAsync(context =>
                HttpMethods.IsGet(context.Request.Method) ? CardAsync(context) : AnswerAsync(context)
            )
        );
        return new RunnerOptions { A2A = new A2AOptions { Url = server.Url } };
    }

    /// <summary>A WebSocket server that answers in pieces.</summary>
    public static async Task<RunnerOptions> WebSocketAsync(BuiltInTargets.Place place)
    {
        WebSocketServer server = place.Keep(
            await WebSocketServer.StartAsync(async socket =>
            {
                while (await socket.ReceiveAsync() is { } message)
                {
                    string said = JsonNode.Parse(message)!["input"]!.ToString();
                    if (said == "fail")
                    {
                        await socket.SendAsync("""{"type":"error","error":"as asked"}""");
                        continue;
                    }

                    foreach (string word in Words(said))
                    {
                        await socket.SendAsync(new JsonObject { ["type"] = "delta", ["delta"] = word }.ToJsonString());
                    }

                    await socket.SendAsync("""{"type":"final"}""");
                }
            })
        );
        return new RunnerOptions { WebSocket = new WebSocketOptions { Url = server.Url } };
    }

    /// <summary>A container of an engine of its own.</summary>
    public static async Task<RunnerOptions> ContainerAsync(BuiltInTargets.Place place)
    {
        DockerEngine engine = place.Keep(await DockerEngine.StartAsync(ContainerFixture.Files));
        place.Set("DOCKER_HOST", engine.Address);
        return ContainerFixture.JsonLines();
    }

    private static string[] Words(string said) => ["You ", "said: ", said];

    private static Task CardAsync(HttpContext context)
    {
        JsonObject card = new()
        {
            ["name"] = "Echo",
            ["description"] = "Says back what it hears",
            ["protocolVersion"] = "0.3.0",
            ["version"] = "1.0.0",
            ["url"] = $"http://{context.Request.Host}/rpc",
            ["preferredTransport"] = "JSONRPC",
            ["capabilities"] = new JsonObject { ["streaming"] = true },
            ["defaultInputModes"] = new JsonArray("text/plain"),
            ["defaultOutputModes"] = new JsonArray("text/plain"),
            ["skills"] = new JsonArray(),
        };
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(card.ToJsonString());
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        JsonNode request = (await JsonNode.ParseAsync(context.Request.Body))!;
        JsonNode message = request["params"]!["message"]!;
        string said = message["parts"]![0]!["text"]!.ToString();
        JsonObject[] results =
        [
            .. Words(said)
                .Select(
                    (word, number) =>
                        Update(
                            "artifact-update",
                            ("append", number > 0),
                            (
                                "artifact",
                                new JsonObject
                                {
                                    ["artifactId"] = "a",
                                    ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = word }),
                                }
                            )
                        )
                ),
            Update(
                "status-update",
                ("final", true),
                ("status", new JsonObject { ["state"] = said == "fail" ? "failed" : "completed" })
            ),
        ];
        await StreamAsync(
            context,
            (said == "fail" ? results[^1..] : results).Select(result =>
                new JsonObject
                {
                    ["jsonrpc"] = "2.0",
                    ["id"] = request["id"]!.DeepClone(),
                    ["result"] = result,
                }.ToJsonString()
            )
        );

        JsonObject Update(string kind, params (string Name, JsonNode Value)[] members)
        {
            JsonObject update = new()
            {
                ["kind"] = kind,
                ["taskId"] = "t1",
                ["contextId"] = message["contextId"]?.ToString() ?? "c1",
            };
            foreach ((string name, JsonNode value) in members)
            {
                update[name] = value;
            }

            return update;
        }
    }

    private static async Task StreamAsync(HttpContext context, IEnumerable<string> items)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (string item in items)
        {
            await context.Response.WriteAsync($"data: {item}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }
}
