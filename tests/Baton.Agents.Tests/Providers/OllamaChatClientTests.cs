using System.Text.Json;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class OllamaChatClientTests
{
    private const string Hello = """{"message": {"role": "assistant", "content": "Hi."}, "done": true}""";

    [Theory]
    [InlineData(null, "http://127.0.0.1:11434/api/chat")]
    [InlineData("host", "http://host:11434/api/chat")]
    [InlineData("host:80", "http://host/api/chat")]
    [InlineData(":1234", "http://127.0.0.1:1234/api/chat")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/api/chat")]
    [InlineData("0.0.0.0:99", "http://127.0.0.1:99/api/chat")]
    [InlineData("[::1]", "http://[::1]:11434/api/chat")]
    [InlineData("http://host", "http://host/api/chat")]
    [InlineData("https://host/ollama/", "https://host/ollama/api/chat")]
    [InlineData("http://host:11434/api/chat", "http://host:11434/api/chat")]
    public async Task The_address_is_read_as_ollama_reads_it(string? host, string address)
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);

        await lab.Client("ollama", host, key: null).GetResponseAsync("hello");

        server.Requests[0].Address.AbsoluteUri.ShouldBe(address);
        server.Requests[0].Headers.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData("ftp://host")]
    [InlineData("a b")]
    public void An_address_that_is_none_is_refused(string host)
    {
        using ModelLab lab = new();

        Should.Throw<ArgumentException>(() => lab.Client("ollama", host)).Message.ShouldContain("no address");
    }

    [Fact]
    public async Task All_that_was_said_is_sent()
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);

        await lab.Client("ollama", model: "llama3.2")
            .GetResponseAsync(
                [
                    new(ChatRole.User, [new TextContent("And this?"), new DataContent(new byte[] { 1 }, "image/png")]),
                    new(
                        ChatRole.Assistant,
                        [new FunctionCallContent("c1", "get", new Dictionary<string, object?> { ["n"] = 1 })]
                    ),
                    new(ChatRole.Tool, [new FunctionResultContent("c1", "sun")]),
                ],
                new ChatOptions
                {
                    Instructions = "Be brief.",
                    Temperature = 0.5f,
                    MaxOutputTokens = 9,
                    StopSequences = ["END"],
                    Reasoning = new() { Effort = ReasoningEffort.High },
                    ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}""")),
                }
            );

        server
            .Requests[0]
            .Body.GetRawText()
            .ShouldBe(
                """{"model":"llama3.2","messages":[{"role":"system","content":"Be brief."},"""
                    + """{"role":"user","content":"And this?","images":["AQ=="]},"""
                    + """{"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"name":"get","arguments":{"n":1}}}]},"""
                    + """{"role":"tool","content":"sun","tool_call_id":"c1","tool_name":"get"}],"stream":false,"""
                    + "\"format\":{\"type\":\"object\"},\"think\":true,"
                    + "\"options\":{\"temperature\":0.5,\"num_predict\":9,\"stop\":[\"END\"]}}"
            );
    }

    [Theory]
    [InlineData("qwen3", "None", "false")]
    [InlineData("qwen3", "Low", "true")]
    [InlineData("gpt-oss:20b", "None", "\"low\"")]
    [InlineData("gpt-oss:20b", "Medium", "\"medium\"")]
    [InlineData("gpt-oss:20b", "ExtraHigh", "\"high\"")]
    public async Task Thinking_is_switched_or_measured_as_the_model_knows_it(string model, string effort, string think)
    {
        CannedServer server = new(CannedServer.Json(Hello));
        using ModelLab lab = new(server);

        await lab.Client("ollama", model: model)
            .GetResponseAsync(
                "hello",
                new ChatOptions { Reasoning = new() { Effort = Enum.Parse<ReasoningEffort>(effort) } }
            );

        server.Requests[0].Body.GetProperty("think").GetRawText().ShouldBe(think);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_told_in_the_servers_words()
    {
        using ModelLab lab = new(
            new CannedServer(CannedServer.Fail(404, """{"error":"model \"x\" not found, try pulling it first"}"""))
        );

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            lab.Client("ollama").GetResponseAsync("hello")
        );

        failure.Status.ShouldBe(404);
        failure.ServerMessage.ShouldBe("model \"x\" not found, try pulling it first");
    }

    [Fact]
    public async Task Tokens_and_the_end_for_want_of_room_are_told()
    {
        using ModelLab lab = new(
            new CannedServer(
                CannedServer.Json(
                    """{"message":{"content":"Hi","thinking":"hm"},"done":true,"done_reason":"length","prompt_eval_count":7,"eval_count":3}"""
                )
            )
        );

        ChatResponse response = await lab.Client("ollama").GetResponseAsync("hello");

        response.FinishReason.ShouldBe(ChatFinishReason.Length);
        response.Usage!.TotalTokenCount.ShouldBe(10);
        response.Messages[0].Contents[0].ShouldBeOfType<TextReasoningContent>().Text.ShouldBe("hm");
    }
}
