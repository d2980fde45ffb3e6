using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>What each generation of Anthropic's models will have and will not.</summary>
public sealed class AnthropicFormTests
{
    [Theory]
    [InlineData("claude-3-5-haiku-latest", null, null)]
    [InlineData("claude-3-7-sonnet-latest", """{"type":"enabled","budget_tokens":8192}""", null)]
    [InlineData("claude-sonnet-4-20250514", """{"type":"enabled","budget_tokens":8192}""", null)]
    [InlineData("claude-opus-4-6", """{"type":"adaptive"}""", "medium")]
    [InlineData("claude-opus-5-5", """{"type":"adaptive"}""", "medium")]
    [InlineData("somebody-elses", null, null)]
    public async Task An_effort_is_asked_for_as_the_model_knows_it(string model, string? thinking, string? effort)
    {
        JsonElement body = await SentAsync(
            model,
            new ChatOptions
            {
                MaxOutputTokens = 1000,
                Temperature = 0.5f,
                Reasoning = new() { Effort = ReasoningEffort.Medium },
            }
        );

        Raw(body, "thinking").ShouldBe(thinking);
        Raw(body, "output_config").ShouldBe(effort is null ? null : $$"""{"effort":"{{effort}}"}""");
        body.GetProperty("max_tokens").GetInt32().ShouldBe(thinking is null ? 1000 : 9192);
        body.TryGetProperty("temperature", out _).ShouldBe(thinking is null);
    }

    [Theory]
    [InlineData("claude-sonnet-4-6", null)]
    [InlineData("claude-sonnet-5", """{"type":"disabled"}""")]
    [InlineData("claude-fable-5-1", """{"type":"adaptive"}""")]
    public async Task No_effort_is_the_least_the_model_can_do(string model, string? thinking) =>
        Raw(await SentAsync(model, new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.None } }), "thinking")
            .ShouldBe(thinking);

    [Theory]
    [InlineData("claude-sonnet-4-5", "any", null)]
    [InlineData("claude-sonnet-5", "any", """{"type":"disabled"}""")]
    [InlineData("claude-opus-5-5", "auto", """{"type":"adaptive"}""")]
    public async Task A_tool_is_demanded_only_of_a_model_that_can_be_made_to(
        string model,
        string choice,
        string? thinking
    )
    {
        JsonElement body = await SentAsync(
            model,
            new ChatOptions
            {
                Tools = [AIFunctionFactory.Create((int n) => n, "twice")],
                ToolMode = ChatToolMode.RequireAny,
                Reasoning = new() { Effort = ReasoningEffort.High },
            }
        );

        body.GetProperty("tool_choice").GetProperty("type").GetString().ShouldBe(choice);
        Raw(body, "thinking").ShouldBe(thinking);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", false, true, false)]
    [InlineData("claude-sonnet-4-5", true, false, true)]
    [InlineData("claude-3-7-sonnet-latest", true, true, false)]
    [InlineData("claude-opus-5-5", false, false, true)]
    public async Task A_structured_answer_is_a_tool_or_a_schema(string model, bool thinks, bool isTool, bool isSchema)
    {
        JsonElement body = await SentAsync(
            model,
            new ChatOptions
            {
                ResponseFormat = ChatResponseFormat.ForJsonSchema(
                    JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"integer","minimum":1}}}"""),
                    "shape"
                ),
                Reasoning = thinks ? new() { Effort = ReasoningEffort.Low } : null,
            }
        );

        body.TryGetProperty("tools", out _).ShouldBe(isTool);
        bool hasSchema =
            body.TryGetProperty("output_config", out JsonElement output) && output.TryGetProperty("format", out _);
        hasSchema.ShouldBe(isSchema);
        if (isSchema)
        {
            JsonElement schema = output.GetProperty("format").GetProperty("schema");
            schema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
            schema.GetProperty("properties").GetProperty("n").TryGetProperty("minimum", out _).ShouldBeFalse();
        }

        // A model that thinks cannot be made to call the tool: it is told to.
        body.TryGetProperty("system", out _).ShouldBe(isTool && thinks);
    }

    [Fact]
    public async Task A_loop_of_calls_that_began_without_a_thought_goes_on_without()
    {
        ChatOptions options = new() { Reasoning = new() { Effort = ReasoningEffort.Low } };
        ChatMessage[] loop =
        [
            new(ChatRole.User, "hello"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "get")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "sun")]),
        ];

        Raw(await SentAsync("claude-sonnet-4-5", options, loop), "thinking").ShouldBeNull();
        Raw(
                await SentAsync(
                    "claude-sonnet-4-5",
                    options,
                    [.. loop, new(ChatRole.Assistant, "Sun."), new(ChatRole.User, "Thanks")]
                ),
                "thinking"
            )
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task Turns_are_made_as_the_server_will_have_them()
    {
        JsonElement body = await SentAsync(
            "claude-sonnet-4-5",
            new ChatOptions(),
            new(new ChatRole("developer"), "Be kind."),
            new(ChatRole.User, "hello"),
            new(ChatRole.Assistant, [new TextReasoningContent("unsigned"), new TextContent(" \n ")]),
            new(
                ChatRole.User,
                [
                    new TextContent("look"),
                    new FunctionResultContent("c1", new DataContent(new byte[] { 1 }, "image/png")),
                ]
            ),
            new(
                ChatRole.Assistant,
                [
                    new TextReasoningContent("") { ProtectedData = """{"encrypted_content":"of another"}""" },
                    new TextContent("It is \n"),
                ]
            )
        );

        body.GetProperty("system").GetString().ShouldBe("Be kind.");
        body.GetProperty("messages")
            .GetRawText()
            .ShouldBe(
                """[{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQ=="}}]},"""
                    + """{"type":"text","text":"hello"},{"type":"text","text":"look"}]},"""
                    + """{"role":"assistant","content":[{"type":"text","text":"It is"}]}]"""
            );
    }

    private static string? Raw(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : null;

    private static async Task<JsonElement> SentAsync(string model, ChatOptions options, params ChatMessage[] messages)
    {
        CannedServer server = new(
            CannedServer.Json("""{"content": [{"type": "text", "text": "Hi."}], "stop_reason": "end_turn"}""")
        );
        using ModelLab lab = new(server);
        await lab.Client("anthropic", model: model)
            .GetResponseAsync(messages.Length > 0 ? messages : [new(ChatRole.User, "hello")], options);
        return server.Requests[0].Body;
    }
}
