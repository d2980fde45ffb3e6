using System.Text.Json;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class OpenAIChatClientTests
{
    private const string Hello = """{"choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}""";

    [Theory]
    [InlineData(null, "https://api.openai.com/v1/chat/completions")]
    [InlineData("http://host:8080", "http://host:8080/v1/chat/completions")]
    [InlineData("http://host:8080/", "http://host:8080/v1/chat/completions")]
    [InlineData("http://host/v1", "http://host/v1/chat/completions")]
    [InlineData("http://host/v1/", "http://host/v1/chat/completions")]
    [InlineData("http://host/api/v3", "http://host/api/v3/chat/completions")]
    [InlineData("http://host/v1/chat/completions", "http://host/v1/chat/completions")]
    [InlineData("http://host/v1?api-version=2", "http://host/v1/chat/completions?api-version=2")]
    public async Task The_address_follows_from_the_base_url(string? baseUrl, string address)
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);

        await lab.Client("openai", baseUrl).GetResponseAsync("hello");

        server.Requests[0].Address.AbsoluteUri.ShouldBe(address);
        server.Requests[0].Headers.ShouldContain($"Authorization: Bearer {AimockFixture.Key}");
    }

    [Theory]
    [InlineData("host/v1")]
    [InlineData("ftp://host")]
    [InlineData("")]
    public void A_base_url_that_is_none_is_refused(string baseUrl)
    {
        using ModelLab lab = new();

        Should.Throw<ArgumentException>(() => lab.Client("openai", baseUrl)).Message.ShouldContain("http");
    }

    [Fact]
    public async Task No_key_means_no_header()
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);

        await lab.Client("openai", "http://host", key: null).GetResponseAsync("hello");

        server.Requests[0].Headers.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task All_that_was_said_is_sent()
    {
        JsonElement body = await SentAsync(
            [
                new(ChatRole.System, "Be kind."),
                new(ChatRole.User, "Weather?"),
                new(
                    ChatRole.Assistant,
                    [new FunctionCallContent("c1", "get", new Dictionary<string, object?> { ["n"] = 1 })]
                ),
                new(ChatRole.Tool, [new FunctionResultContent("c1", new { ok = true }.ok)]),
                new(ChatRole.User, [new TextContent("And this?"), new UriContent("http://host/a.png", "image/png")]),
            ],
            new ChatOptions
            {
                Instructions = "Be brief.",
                Tools = [],
                ToolMode = ChatToolMode.RequireAny,
            }
        );

        body.GetProperty("messages")
            .GetRawText()
            .ShouldBe(
                """[{"role":"system","content":"Be brief."},{"role":"system","content":"Be kind."},{"role":"user","content":"Weather?"},"""
                    + """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get","arguments":"{\"n\":1}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"true"},"""
                    + """{"role":"user","content":[{"type":"text","text":"And this?"},{"type":"image_url","image_url":{"url":"http://host/a.png"}}]}]"""
            );
        body.TryGetProperty("tool_choice", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Tools_and_the_choice_among_them_are_sent()
    {
        JsonElement body = await SentAsync(
            [new(ChatRole.User, "hello")],
            new ChatOptions
            {
                Tools = [AIFunctionFactory.Create((int n) => n, "twice", "Doubles")],
                ToolMode = ChatToolMode.RequireSpecific("twice"),
                AllowMultipleToolCalls = false,
                Seed = 42,
            }
        );

        JsonElement function = body.GetProperty("tools")[0].GetProperty("function");
        function.GetProperty("name").GetString().ShouldBe("twice");
        function.GetProperty("parameters").GetProperty("properties").TryGetProperty("n", out _).ShouldBeTrue();
        body.GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().ShouldBe("twice");
        body.GetProperty("parallel_tool_calls").GetBoolean().ShouldBeFalse();
        body.GetProperty("seed").GetInt64().ShouldBe(42);
    }

    [Fact]
    public async Task A_schema_is_strict_only_when_asked()
    {
        ChatOptions options = new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "shape"),
            AdditionalProperties = new() { ["strict"] = true },
        };

        JsonElement strict = await SentAsync([new(ChatRole.User, "hello")], options);
        options.AdditionalProperties = null;
        JsonElement loose = await SentAsync([new(ChatRole.User, "hello")], options);

        JsonElement format = strict.GetProperty("response_format").GetProperty("json_schema");
        format.GetProperty("name").GetString().ShouldBe("shape");
        format.GetProperty("strict").GetBoolean().ShouldBeTrue();
        loose.GetProperty("response_format").GetProperty("json_schema").TryGetProperty("strict", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("gpt-4o", true)]
    [InlineData("gpt-5-chat-latest", true)]
    [InlineData("llama3", true)]
    [InlineData("o3-mini", false)]
    [InlineData("gpt-5-mini", false)]
    public async Task Reasoning_models_get_no_sampling_settings(string model, bool sampled)
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);

        await lab.Client("openai", model: model)
            .GetResponseAsync("hello", new ChatOptions { Temperature = 0.7f, MaxOutputTokens = 9 });

        JsonElement body = server.Requests[0].Body;
        body.TryGetProperty("temperature", out _).ShouldBe(sampled);
        body.TryGetProperty("max_tokens", out _).ShouldBe(sampled);
        body.TryGetProperty("max_completion_tokens", out _).ShouldBe(!sampled);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"choices": []}""")]
    [InlineData("""{"choices": [{}]}""")]
    [InlineData("""<html>""")]
    [InlineData("")]
    public async Task An_answer_of_another_shape_is_a_protocol_failure(string answer)
    {
        using ModelLab lab = new(new CannedServer(CannedServer.Json(answer)));

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            lab.Client("openai").GetResponseAsync("hello")
        );

        failure.Kind.ShouldBe(ErrorKind.Protocol);
    }

    [Fact]
    public async Task An_error_inside_a_successful_answer_is_a_failure()
    {
        using ModelLab lab = new(new CannedServer(CannedServer.Json("""{"error": {"message": "upstream is gone"}}""")));

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            lab.Client("openai").GetResponseAsync("hello")
        );

        failure.ServerMessage.ShouldBe("upstream is gone");
    }

    [Fact]
    public async Task Odd_answers_of_compatible_servers_are_understood()
    {
        using ModelLab lab = new(
            new CannedServer(
                CannedServer.Json(
                    """
                    {"choices": [{"message": {"reasoning_content": "hm", "content": [{"type": "text", "text": "A"}, {"text": "B"}],
                      "tool_calls": [{"function": {"name": "f", "arguments": {"x": 1}}}, {"id": "2", "function": {"name": "g", "arguments": "oops"}}]}}]}
                    """
                )
            )
        );

        ChatResponse response = await lab.Client("openai").GetResponseAsync("hello");

        IList<AIContent> contents = response.Messages[0].Contents;
        contents[0].ShouldBeOfType<TextReasoningContent>().Text.ShouldBe("hm");
        response.Text.ShouldBe("AB");
        contents[2].ShouldBeOfType<FunctionCallContent>().Arguments!["x"]!.ToString().ShouldBe("1");
        contents[3].ShouldBeOfType<FunctionCallContent>().Exception.ShouldNotBeNull();
        response.Usage.ShouldBeNull();
    }

    [Fact]
    public async Task A_call_that_is_streamed_in_pieces_is_put_together()
    {
        using ModelLab lab = new(
            new CannedServer(
                CannedServer.Events(
                    """{"choices":[{"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}""",
                    """{"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\""}}]}}]}""",
                    """{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}},{"index":1,"function":{"arguments":":2}"}}]}}]}""",
                    """{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}""",
                    "[DONE]"
                )
            )
        );

        ChatResponse response = await lab.Client("openai").GetStreamingResponseAsync("hello").ToChatResponseAsync();

        FunctionCallContent[] calls = [.. response.Messages[0].Contents.OfType<FunctionCallContent>()];
        calls
            .Select(static call => $"{call.CallId} {call.Name} {call.Arguments!.Single()}")
            .ShouldBe(["a f [x, 1]", "b g [y, 2]"]);
    }

    [Fact]
    public async Task Calls_are_told_apart_however_a_server_numbers_them()
    {
        using ModelLab lab = new(
            new CannedServer(
                CannedServer.Events(
                    """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}""",
                    """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":"{\"y\""}}]}}]}""",
                    """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"arguments":":1}"}}]}}]}""",
                    """{"choices":[{"delta":{"tool_calls":[{"function":{"name":"h","arguments":"{\"z\""}}]}}]}""",
                    """{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":":2}"}}]}}]}""",
                    """{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"""
                )
            )
        );

        ChatResponse response = await lab.Client("openai").GetStreamingResponseAsync("hello").ToChatResponseAsync();

        response
            .Messages[0]
            .Contents.OfType<FunctionCallContent>()
            .Select(static call => $"{call.CallId} {call.Name} {string.Join(' ', call.Arguments!)}")
            .ShouldBe(["a f ", "b g [y, 1]", "call_0 h [z, 2]"]);
    }

    [Theory]
    [InlineData("gpt-4o", "High", null)]
    [InlineData("gpt-5-chat-latest", "High", null)]
    [InlineData("o3-mini", "None", "low")]
    [InlineData("o3", "ExtraHigh", "high")]
    [InlineData("gpt-5", "None", "minimal")]
    [InlineData("gpt-5.1", "None", "none")]
    [InlineData("gpt-5.1", "ExtraHigh", "high")]
    [InlineData("gpt-5.5", "ExtraHigh", "xhigh")]
    [InlineData("gpt-oss-120b", "Medium", "medium")]
    public async Task An_effort_is_asked_for_in_words_the_model_knows(string model, string effort, string? word)
    {
        foreach (string provider in (string[])["openai", "openai-responses"])
        {
            CannedServer server = new(CannedServer.Fail(400));
            using ModelLab lab = new(server);

            await Should.ThrowAsync<ModelException>(() =>
                lab.Client(provider, model: model)
                    .GetResponseAsync(
                        "hello",
                        new ChatOptions { Reasoning = new() { Effort = Enum.Parse<ReasoningEffort>(effort) } }
                    )
            );

            JsonElement body = server.Requests[0].Body;
            string? sent =
                body.TryGetProperty("reasoning_effort", out JsonElement chat) ? chat.GetString()
                : body.TryGetProperty("reasoning", out JsonElement responses)
                    ? responses.GetProperty("effort").GetString()
                : null;
            sent.ShouldBe(word);
        }
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_stream_is_a_failure()
    {
        using ModelLab lab = new(
            new CannedServer(
                CannedServer.Events(
                    """{"choices":[{"delta":{"content":"So"}}]}""",
                    """{"error":{"message":"out of memory"}}"""
                )
            )
        );

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            lab.Client("openai").GetStreamingResponseAsync("hello").ToChatResponseAsync()
        );

        failure.ServerMessage.ShouldBe("out of memory");
    }

    private static async Task<JsonElement> SentAsync(List<ChatMessage> messages, ChatOptions options)
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);
        await lab.Client("openai").GetResponseAsync(messages, options);
        return server.Requests[0].Body;
    }
}
