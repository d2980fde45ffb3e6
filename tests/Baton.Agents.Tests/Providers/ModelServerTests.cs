using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>Every client against a real server that none of them was written for.</summary>
[Trait("Needs", "aimock")]
public sealed class ModelServerTests(AimockFixture fixture) : IClassFixture<AimockFixture>, IAsyncLifetime
{
    private readonly ModelLab _lab = new();

    public async ValueTask InitializeAsync() => await fixture.Server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task An_answer_has_text_reason_and_usage(string provider)
    {
        await fixture.Server.AnswerAsync(
            "capital",
            new JsonObject
            {
                ["content"] = "Paris.",
                ["usage"] = new JsonObject
                {
                    ["prompt_tokens"] = 11,
                    ["completion_tokens"] = 3,
                    ["total_tokens"] = 14,
                },
            }
        );

        ChatResponse response = await Client(provider)
            .GetResponseAsync(
                [new(ChatRole.System, "Be short."), new(ChatRole.User, "What is the capital of France?")],
                new ChatOptions
                {
                    Temperature = 0.5f,
                    MaxOutputTokens = 50,
                    StopSequences = ["END"],
                }
            );

        response.Text.ShouldBe("Paris.");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        // As Ollama the server always reports none.
        int counted = provider == "ollama" ? 0 : 1;
        response.Usage!.InputTokenCount.ShouldBe(11 * counted);
        response.Usage.OutputTokenCount.ShouldBe(3 * counted);
        response.Usage.TotalTokenCount.ShouldBe(14 * counted);
        JsonNode asked = (await fixture.Server.RequestsAsync()).ShouldHaveSingleItem()["body"]!;
        asked["temperature"]!.GetValue<double>().ShouldBe(0.5);
        asked["max_tokens"]!.GetValue<int>().ShouldBe(50);
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task A_streamed_answer_is_the_same_in_pieces(string provider)
    {
        const string story = "Once upon a time there was a baton that nobody dropped. 여기까지!";
        await fixture.Server.AnswerAsync(
            "story",
            new JsonObject
            {
                ["content"] = story,
                ["usage"] = new JsonObject
                {
                    ["prompt_tokens"] = 7,
                    ["completion_tokens"] = 9,
                    ["total_tokens"] = 16,
                },
            }
        );

        List<ChatResponseUpdate> updates = await Client(provider)
            .GetStreamingResponseAsync([new(ChatRole.User, "Tell me a story")])
            .ToListAsync(TestContext.Current.CancellationToken);

        updates.Count(static update => update.Text.Length > 0).ShouldBeGreaterThan(2);
        ChatResponse whole = updates.ToChatResponse();
        whole.Text.ShouldBe(story);
        whole.FinishReason.ShouldBe(ChatFinishReason.Stop);
        int counted = provider == "ollama" ? 0 : 1;
        whole.Usage!.InputTokenCount.ShouldBe(7 * counted);
        whole.Usage.OutputTokenCount.ShouldBe(9 * counted);
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task A_tool_is_called_and_its_result_understood(string provider, bool streamed)
    {
        await fixture.Server.AddAsync(
            Fixture(
                """{"match": {"toolResultContains": "21 degrees"}, "response": {"content": "It is 21 degrees."}}"""
            ),
            Fixture(
                """
                {"match": {"userMessage": "weather"}, "response": {"toolCalls": [
                  {"id": "call_7", "name": "get_weather", "arguments": {"city": "São Paulo", "days": 2}}]}}
                """
            )
        );
        IChatClient client = Client(provider);
        ChatOptions options = new()
        {
            Tools =
            [
                AIFunctionFactory.Create(
                    (string city, int days) => $"{city} {days}",
                    "get_weather",
                    "Says the weather"
                ),
            ],
        };
        List<ChatMessage> messages = [new(ChatRole.User, "How is the weather?")];

        ChatResponse first = await ModelLab.AskAsync(client, messages, options, streamed);
        FunctionCallContent call = first
            .Messages.SelectMany(static message => message.Contents)
            .OfType<FunctionCallContent>()
            .ShouldHaveSingleItem();
        messages.AddRange(first.Messages);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "21 degrees")]));
        ChatResponse second = await ModelLab.AskAsync(client, messages, options, streamed);

        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        // As Ollama the server names no calls.
        call.CallId.ShouldBe(provider == "ollama" ? "call_0" : "call_7");
        call.Name.ShouldBe("get_weather");
        call.Arguments!["city"]!.ToString().ShouldBe("São Paulo");
        call.Arguments["days"].ShouldBeOfType<JsonElement>().GetInt32().ShouldBe(2);
        second.Text.ShouldBe("It is 21 degrees.");
    }

    [Fact]
    public async Task Structured_output_of_openai_is_asked_for_by_response_format()
    {
        await fixture.Server.AddAsync(
            Fixture("""{"match": {"responseFormat": "json_schema"}, "response": {"content": {"mood": "good"}}}""")
        );

        ChatResponse response = await Client("openai").GetResponseAsync([new(ChatRole.User, "Mood?")], Mood());

        response.Text.ShouldBe("""{"mood":"good"}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Structured_output_of_anthropic_is_a_tool_whose_arguments_are_the_answer(bool streamed)
    {
        await fixture.Server.AddAsync(
            Fixture(
                """
                {"match": {"toolName": "mood"}, "response": {"toolCalls": [{"name": "mood", "arguments": {"mood": "good"}}]}}
                """
            )
        );

        ChatResponse response = await ModelLab.AskAsync(
            Client("anthropic"),
            [new(ChatRole.User, "Mood?")],
            Mood(),
            streamed
        );

        JsonElement.Parse(response.Text).GetProperty("mood").GetString().ShouldBe("good");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response
            .Messages.SelectMany(static message => message.Contents)
            .ShouldNotContain(c => c is FunctionCallContent);
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task A_probe_of_a_healthy_server_finds_nothing_wrong(string provider) =>
        (await Client(provider).GetService<IModelProbe>()!.ProbeAsync(CancellationToken.None)).ShouldBeNull();

    [Theory]
    [InlineData("openai", "v1")]
    [InlineData("openai", "v1/")]
    [InlineData("openai", "v1/chat/completions")]
    [InlineData("anthropic", "v1")]
    [InlineData("anthropic", "v1/")]
    [InlineData("anthropic", "v1/messages")]
    [InlineData("openai-responses", "v1")]
    [InlineData("openai-responses", "v1/responses")]
    [InlineData("ollama", "api/chat")]
    public async Task A_base_url_may_end_in_the_version_or_the_resource(string provider, string ending)
    {
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });

        ChatResponse response = await _lab.Client(provider, new Uri(fixture.Server.Address, ending).ToString())
            .GetResponseAsync([new(ChatRole.User, "hello")]);

        response.Text.ShouldBe("Hi.");
    }

    private static ChatOptions Mood() =>
        new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(
                JsonElement.Parse("""{"type": "object", "properties": {"mood": {"type": "string"}}}"""),
                "mood"
            ),
        };

    private static JsonObject Fixture(string json) => JsonNode.Parse(json)!.AsObject();

    private IChatClient Client(string provider) => _lab.Client(provider, fixture.Server.Address.ToString());
}
