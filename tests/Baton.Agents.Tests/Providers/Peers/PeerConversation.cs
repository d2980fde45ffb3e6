using System.Text.Json;
using Baton.Agents.Providers;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers.Peers;

/// <summary>The conversation that our client and the provider's own are both told to have.</summary>
internal static class PeerConversation
{
    public const string Key = "sk-peer";
    public const string System = "Be kind.";
    public const string Instructions = "Be brief.";
    public const string Question = "Is this the weather of Paris?";
    public const string CallId = "call_1";
    public const string Tool = "get_weather";
    public const string ToolDescription = "Says the weather";
    public const string Arguments = """{"city":"Paris","days":2}""";
    public const string Result = "21 degrees";
    public const string Said = "It is 21 degrees.";
    public const string SchemaName = "forecast";

    public const string ToolSchema = """
        {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"],"additionalProperties":false}
        """;

    public const string AnswerSchema = """
        {"type":"object","properties":{"degrees":{"type":"number"}},"required":["degrees"],"additionalProperties":false}
        """;

    /// <summary>One pixel.</summary>
    public static byte[] Image { get; } =
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        );

    public static List<ChatMessage> Messages =>
        [
            new(ChatRole.System, System),
            new(ChatRole.User, [new TextContent(Question), new DataContent(Image, "image/png")]),
            new(
                ChatRole.Assistant,
                [
                    new TextContent("I look."),
                    new FunctionCallContent(
                        CallId,
                        Tool,
                        new Dictionary<string, object?> { ["city"] = "Paris", ["days"] = 2 }
                    ),
                ]
            ),
            new(ChatRole.Tool, [new FunctionResultContent(CallId, Result)]),
            new(ChatRole.Assistant, Said),
            new(ChatRole.User, "And in \"Zürich\"? 🌦"),
        ];

    public static ChatOptions Options =>
        new()
        {
            Temperature = 0.5f,
            MaxOutputTokens = 300,
            Tools = [AIFunctionFactory.CreateDeclaration(Tool, ToolDescription, JsonElement.Parse(ToolSchema))],
        };

    public static ChatOptions WithSchema(ChatOptions options)
    {
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(AnswerSchema), SchemaName);
        options.AdditionalProperties = new() { ["strict"] = true };
        return options;
    }

    /// <summary>Our client for a server.</summary>
    public static IChatClient Ours(ModelClientFactory factory, LoopbackServer server, string model) =>
        ModelName.TryParse(model, out ModelName name)
            ? factory.Create(
                new ModelConnection
                {
                    Name = name,
                    ApiKey = Key,
                    BaseUrl = server.Url,
                    Retry = ModelRetry.None,
                }
            )
            : throw new ArgumentException(model);
}
