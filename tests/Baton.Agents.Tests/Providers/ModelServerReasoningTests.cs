using System.Text.Json.Nodes;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>Thoughts and streamed tool calls of every client against a real server.</summary>
[Trait("Needs", "aimock")]
public sealed class ModelServerReasoningTests(AimockFixture fixture) : IClassFixture<AimockFixture>, IAsyncLifetime
{
    private const string Arguments = """{"city":"São Paulo","days":2}""";

    private readonly ModelLab _lab = new();

    public async ValueTask InitializeAsync() => await fixture.Server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task Thoughts_come_before_the_answer(string provider, bool streamed)
    {
        await fixture.Server.AnswerAsync(
            "riddle",
            new JsonObject { ["reasoning"] = "It has keys but no doors.", ["content"] = "A piano." }
        );

        ChatResponse response = await ModelLab.AskAsync(
            Client(provider),
            [new(ChatRole.User, "Solve the riddle")],
            Thinking(),
            streamed
        );

        AIContent[] contents = [.. response.Messages.ShouldHaveSingleItem().Contents.Where(c => c is not UsageContent)];
        contents[0].ShouldBeOfType<TextReasoningContent>().Text.ShouldBe("It has keys but no doors.");
        contents.Length.ShouldBe(2);
        response.Text.ShouldBe("A piano.");
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task A_thought_goes_back_with_the_call_it_led_to(string provider, bool streamed)
    {
        await fixture.Server.AddAsync(
            Fixture(
                """{"match": {"toolResultContains": "21 degrees"}, "response": {"content": "It is 21 degrees."}}"""
            ),
            Fixture(
                """
                {"match": {"userMessage": "weather"}, "response": {"reasoning": "I must look.", "toolCalls": [
                  {"id": "call_7", "name": "get_weather", "arguments": "{}"}]}}
                """
            )
        );
        IChatClient client = Client(provider);
        ChatOptions options = Thinking();
        options.Tools = [AIFunctionFactory.Create(() => "21 degrees", "get_weather")];
        List<ChatMessage> messages = [new(ChatRole.User, "How is the weather?")];

        ChatResponse first = await ModelLab.AskAsync(client, messages, options, streamed);
        messages.AddRange(first.Messages);
        string callId = first.Messages[0].Contents.OfType<FunctionCallContent>().Single().CallId;
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(callId, "21 degrees")]));
        ChatResponse second = await ModelLab.AskAsync(client, messages, options, streamed);

        // As Anthropic the server refuses a call whose signed thought did not come back before it.
        second.Text.ShouldBe("It is 21 degrees.");
        TextReasoningContent thought = first.Messages[0].Contents.OfType<TextReasoningContent>().Single();
        thought.Text.ShouldBe("I must look.");
        string.IsNullOrEmpty(thought.ProtectedData).ShouldBe(provider is not ("anthropic" or "openai-responses"));
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task Arguments_are_shown_as_they_come_and_the_call_is_whole(string provider)
    {
        await fixture.Server.AddAsync(
            Fixture(
                $$$"""
                {"match": {"userMessage": "weather"}, "chunkSize": 5, "response": {"toolCalls": [
                  {"id": "call_7", "name": "get_weather", "arguments": {{{Arguments}}} },
                  {"id": "call_8", "name": "get_time", "arguments": "{}"}]}}
                """
            )
        );

        List<ChatResponseUpdate> updates = await Client(provider)
            .GetStreamingResponseAsync([new(ChatRole.User, "How is the weather?")])
            .ToListAsync(TestContext.Current.CancellationToken);

        FunctionCallContent[] calls = [.. updates.SelectMany(static u => u.Contents).OfType<FunctionCallContent>()];
        ToolArgumentsDelta[] pieces = [.. updates.SelectMany(static u => u.Contents).OfType<ToolArgumentsDelta>()];
        calls.Select(static call => call.Name).ShouldBe(["get_weather", "get_time"]);
        calls[0].Arguments!["city"]!.ToString().ShouldBe("São Paulo");
        calls[1].Arguments.ShouldBeEmpty();
        foreach (FunctionCallContent call in calls)
        {
            ToolArgumentsDelta[] own = [.. pieces.Where(piece => piece.CallId == call.CallId)];
            own.ShouldAllBe(piece => piece.ToolName == call.Name);
            string.Concat(own.Select(static piece => piece.Delta)).ShouldBe(call == calls[0] ? Arguments : "{}");
        }

        pieces.Count(piece => piece.CallId == calls[0].CallId).ShouldBeGreaterThan(provider == "ollama" ? 0 : 3);
        pieces.Skip(1).ShouldAllBe(static piece => piece.Delta.Length > 0 || piece.ToolName == "get_time");
    }

    [Fact]
    public async Task Thoughts_nobody_may_read_go_back_too()
    {
        await fixture.Server.AddAsync(
            Fixture("""{"match": {"toolResultContains": "done"}, "response": {"content": "Done."}}"""),
            Fixture(
                """
                {"match": {"userMessage": "secret"}, "response": {"redactedThinking": ["b64data"], "toolCalls": [
                  {"id": "call_7", "name": "act", "arguments": "{}"}]}}
                """
            )
        );
        IChatClient client = Client("anthropic");
        List<ChatMessage> messages = [new(ChatRole.User, "secret")];

        messages.AddRange((await ModelLab.AskAsync(client, messages, Thinking(), streamed: true)).Messages);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_7", "done")]));
        ChatResponse second = await ModelLab.AskAsync(client, messages, Thinking(), streamed: false);

        messages[1].Contents[0].ShouldBeOfType<TextReasoningContent>().Text.ShouldBeEmpty();
        second.Text.ShouldBe("Done.");
    }

    private static ChatOptions Thinking() =>
        new()
        {
            Reasoning = new() { Effort = ReasoningEffort.Medium, Output = ReasoningOutput.Summary },
        };

    private static JsonObject Fixture(string json) => JsonNode.Parse(json)!.AsObject();

    private IChatClient Client(string provider) =>
        _lab.Client(
            provider,
            fixture.Server.Address.ToString(),
            model: provider switch
            {
                "anthropic" => "claude-sonnet-4-5",
                "ollama" => "qwen3",
                _ => "gpt-5-mini",
            }
        );
}
