using System.Text.Json;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class AnthropicChatClientTests
{
    private const string Hello = """{"content": [{"type": "text", "text": "Hi."}], "stop_reason": "end_turn"}""";

    [Theory]
    [InlineData(null, "https://api.anthropic.com/v1/messages")]
    [InlineData("http://host:8080", "http://host:8080/v1/messages")]
    [InlineData("http://host/v1", "http://host/v1/messages")]
    [InlineData("http://host/v1/", "http://host/v1/messages")]
    [InlineData("http://host/anthropic", "http://host/anthropic/v1/messages")]
    [InlineData("http://host/v1/messages", "http://host/v1/messages")]
    public async Task The_address_follows_from_the_base_url(string? baseUrl, string address)
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);

        await lab.Client("anthropic", baseUrl).GetResponseAsync("hello");

        server.Requests[0].Address.AbsoluteUri.ShouldBe(address);
        server.Requests[0].Headers.ShouldContain($"x-api-key: {AimockFixture.Key}");
        server.Requests[0].Headers.ShouldContain("anthropic-version: 2023-06-01");
    }

    [Fact]
    public async Task Messages_of_one_side_become_one()
    {
        JsonElement body = await SentAsync(
            [
                new(ChatRole.System, "Be kind."),
                new(ChatRole.User, "Weather?"),
                new(
                    ChatRole.Assistant,
                    [
                        new TextContent(""),
                        new FunctionCallContent("c1", "get", new Dictionary<string, object?> { ["n"] = 1 }),
                        new FunctionCallContent("c2", "get"),
                    ]
                ),
                new(ChatRole.Tool, [new FunctionResultContent("c1", "sun")]),
                new(ChatRole.Tool, [new FunctionResultContent("c2", null) { Exception = new IOException("gone") }]),
                new(ChatRole.User, "And tomorrow?"),
            ],
            new ChatOptions { Instructions = "Be brief." }
        );

        body.GetProperty("system").GetString().ShouldBe("Be brief.\n\nBe kind.");
        body.GetProperty("max_tokens").GetInt32().ShouldBe(4096);
        body.GetProperty("messages")
            .GetRawText()
            .ShouldBe(
                """[{"role":"user","content":[{"type":"text","text":"Weather?"}]},"""
                    + """{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"get","input":{"n":1}},{"type":"tool_use","id":"c2","name":"get","input":{}}]},"""
                    + """{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"sun"},"""
                    + """{"type":"tool_result","tool_use_id":"c2","content":"Error: gone","is_error":true},{"type":"text","text":"And tomorrow?"}]}]"""
            );
    }

    [Fact]
    public async Task A_structured_answer_is_a_tool_that_must_be_called()
    {
        ChatOptions options = new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "shape"),
        };

        JsonElement alone = await SentAsync([new(ChatRole.User, "hello")], options);
        options.Tools = [AIFunctionFactory.Create((int n) => n, "twice")];
        JsonElement beside = await SentAsync([new(ChatRole.User, "hello")], options);

        alone.GetProperty("tool_choice").GetRawText().ShouldBe("""{"type":"tool","name":"shape"}""");
        beside.GetProperty("tool_choice").GetRawText().ShouldBe("""{"type":"any"}""");
        beside.GetProperty("tools").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Thoughts_are_read_and_signed_ones_sent_back()
    {
        CannedServer server = new(
            CannedServer.Json(
                """
                {"content": [{"type": "thinking", "thinking": "hm", "signature": "s1"}, {"type": "text", "text": "Hi."}],
                 "stop_reason": "max_tokens", "usage": {"input_tokens": 5, "cache_read_input_tokens": 20, "output_tokens": 7}}
                """
            )
        );
        using ModelLab lab = new(server);

        ChatResponse response = await lab.Client("anthropic").GetResponseAsync("hello");
        await lab.Client("anthropic").GetResponseAsync([new(ChatRole.User, "hello"), .. response.Messages]);

        response.FinishReason.ShouldBe(ChatFinishReason.Length);
        response.Usage!.InputTokenCount.ShouldBe(25);
        response.Usage.CachedInputTokenCount.ShouldBe(20);
        response.Usage.TotalTokenCount.ShouldBe(32);
        server
            .Requests[1]
            .Body.GetProperty("messages")[1]
            .GetProperty("content")[0]
            .GetRawText()
            .ShouldBe("""{"type":"thinking","thinking":"hm","signature":"s1"}""");
    }

    [Fact]
    public async Task An_error_event_in_a_stream_is_a_failure()
    {
        using ModelLab lab = new(
            new CannedServer(
                CannedServer.Events(
                    """{"type":"message_start","message":{"id":"m"}}""",
                    """{"type":"error","error":{"type":"overloaded_error","message":"too many"}}"""
                )
            )
        );

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            lab.Client("anthropic").GetStreamingResponseAsync("hello").ToChatResponseAsync()
        );

        failure.ServerMessage.ShouldBe("too many");
        failure.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"content": "Hi."}""")]
    [InlineData("""7""")]
    public async Task An_answer_of_another_shape_is_a_protocol_failure(string answer)
    {
        using ModelLab lab = new(new CannedServer(CannedServer.Json(answer)));

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            lab.Client("anthropic").GetResponseAsync("hello")
        );

        failure.Kind.ShouldBe(ErrorKind.Protocol);
    }

    private static async Task<JsonElement> SentAsync(List<ChatMessage> messages, ChatOptions options)
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);
        await lab.Client("anthropic").GetResponseAsync(messages, options);
        return server.Requests[0].Body;
    }
}
