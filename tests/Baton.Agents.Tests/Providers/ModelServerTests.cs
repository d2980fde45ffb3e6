using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>Both clients against a real server that neither of them was written for.</summary>
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
    [InlineData("openai")]
    [InlineData("anthropic")]
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
        response.Usage!.InputTokenCount.ShouldBe(11);
        response.Usage.OutputTokenCount.ShouldBe(3);
        response.Usage.TotalTokenCount.ShouldBe(14);
        JsonNode asked = (await fixture.Server.RequestsAsync()).ShouldHaveSingleItem()["body"]!;
        asked["temperature"]!.GetValue<double>().ShouldBe(0.5);
        asked["max_tokens"]!.GetValue<int>().ShouldBe(50);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
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
        whole.Usage!.InputTokenCount.ShouldBe(7);
        whole.Usage.OutputTokenCount.ShouldBe(9);
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    public async Task A_tool_is_called_and_its_result_understood(string provider, bool streamed)
    {
        await fixture.Server.AddAsync(
            Fixture("""{"match": {"toolCallId": "call_7"}, "response": {"content": "It is 21 degrees."}}"""),
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

        ChatResponse first = await AskAsync(client, messages, options, streamed);
        FunctionCallContent call = first
            .Messages.SelectMany(static message => message.Contents)
            .OfType<FunctionCallContent>()
            .ShouldHaveSingleItem();
        messages.AddRange(first.Messages);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "21 degrees")]));
        ChatResponse second = await AskAsync(client, messages, options, streamed);

        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        call.CallId.ShouldBe("call_7");
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

        ChatResponse response = await AskAsync(Client("anthropic"), [new(ChatRole.User, "Mood?")], Mood(), streamed);

        JsonElement.Parse(response.Text).GetProperty("mood").GetString().ShouldBe("good");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response
            .Messages.SelectMany(static message => message.Contents)
            .ShouldNotContain(c => c is FunctionCallContent);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_rate_limit_is_waited_for_as_long_as_the_server_asks(string provider)
    {
        await fixture.Server.FailNextAsync(429, "slow down");
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });

        ChatResponse response = await Client(provider).GetResponseAsync([new(ChatRole.User, "hello")]);

        response.Text.ShouldBe("Hi.");
        _lab.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(1)]);
        (await fixture.Server.RequestsAsync()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_server_that_keeps_failing_is_given_up_with_its_own_words(string provider)
    {
        for (int i = 0; i < 3; i++)
        {
            await fixture.Server.FailNextAsync(503, "the kitchen is closed");
        }

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            Client(provider, new ModelRetry { MaxAttempts = 3 }).GetResponseAsync([new(ChatRole.User, "hello")])
        );

        failure.Kind.ShouldBe(ErrorKind.HttpStatus);
        failure.Status.ShouldBe(503);
        failure.Attempts.ShouldBe(3);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("the kitchen is closed");
        failure.Message.ShouldContain(fixture.Server.Address.Authority);
        _lab.Clock.Waits.Count.ShouldBe(2);
        _lab.Clock.Waits[1].ShouldBeGreaterThan(_lab.Clock.Waits[0]);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task An_answer_that_is_no_json_is_a_protocol_failure(string provider)
    {
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });
        await fixture.Server.DisturbAsync(new JsonObject { ["malformedRate"] = 1 });

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            Client(provider).GetResponseAsync([new(ChatRole.User, "hello")])
        );

        failure.Kind.ShouldBe(ErrorKind.Protocol);
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    public async Task A_connection_that_breaks_is_tried_again_and_then_reported(string provider, bool streamed)
    {
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });
        await fixture.Server.DisturbAsync(new JsonObject { ["disconnectRate"] = 1 });

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            AskAsync(
                Client(provider, new ModelRetry { MaxAttempts = 2 }),
                [new(ChatRole.User, "hello")],
                options: null,
                streamed
            )
        );

        failure.Kind.ShouldBe(ErrorKind.ConnectionLost);
        failure.Attempts.ShouldBe(2);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_stream_that_is_cut_off_is_not_taken_for_a_whole_answer(string provider)
    {
        await fixture.Server.AddAsync(
            Fixture(
                """
                {"match": {"userMessage": "story"}, "truncateAfterChunks": 6, "chunkSize": 4, "latency": 5,
                 "response": {"content": "A long story that never comes to its end"}}
                """
            )
        );
        List<string> pieces = [];

        ModelException failure = await Should.ThrowAsync<ModelException>(async () =>
        {
            await foreach (
                ChatResponseUpdate update in Client(provider)
                    .GetStreamingResponseAsync([new(ChatRole.User, "Tell me a story")])
            )
            {
                pieces.Add(update.Text);
            }
        });

        failure.Kind.ShouldBe(ErrorKind.ConnectionLost);
        string.Concat(pieces).ShouldStartWith("A lo");
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    public async Task A_server_that_does_not_answer_in_time_is_a_time_out(string provider, bool streamed)
    {
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });
        await fixture.Server.DisturbAsync(new JsonObject { ["latencyMs"] = 30_000 });
        IChatClient client = Client(provider, ModelRetry.None, TimeSpan.FromMilliseconds(50));

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            AskAsync(client, [new(ChatRole.User, "hello")], options: null, streamed)
        );

        failure.Kind.ShouldBe(ErrorKind.Timeout);
        failure.Message.ShouldContain("0.05 s");
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_wrong_key_is_refused_and_never_shown(string provider)
    {
        IChatClient client = _lab.Client(provider, fixture.Server.Address.ToString(), key: "sk-wrong-secret");

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            client.GetResponseAsync([new(ChatRole.User, "hello")])
        );
        AgentError? probed = await client.GetService<IModelProbe>()!.ProbeAsync(CancellationToken.None);

        failure.Kind.ShouldBe(ErrorKind.Unauthorized);
        failure.Attempts.ShouldBe(1);
        failure.ToString().ShouldNotContain("sk-wrong-secret");
        probed!.Kind.ShouldBe(ErrorKind.Unauthorized);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_probe_of_a_healthy_server_finds_nothing_wrong(string provider) =>
        (await Client(provider).GetService<IModelProbe>()!.ProbeAsync(CancellationToken.None)).ShouldBeNull();

    [Theory]
    [InlineData("openai", "v1")]
    [InlineData("openai", "v1/")]
    [InlineData("openai", "v1/chat/completions")]
    [InlineData("anthropic", "v1")]
    [InlineData("anthropic", "v1/")]
    [InlineData("anthropic", "v1/messages")]
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

    private static async Task<ChatResponse> AskAsync(
        IChatClient client,
        List<ChatMessage> messages,
        ChatOptions? options,
        bool streamed
    ) =>
        streamed
            ? await client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
            : await client.GetResponseAsync(messages, options);

    private IChatClient Client(string provider, ModelRetry? retry = null, TimeSpan? timeout = null) =>
        _lab.Client(provider, fixture.Server.Address.ToString(), retry: retry, timeout: timeout);
}
