using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.OpenAI;
using Baton.Targets.Templates;
using Baton.TestSupport;
using Microsoft.Extensions.AI;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.OpenAI;

/// <summary>The <c>openai:</c> kind against a model server that nobody here wrote.</summary>
[Trait("Needs", "aimock")]
public sealed class OpenAITargetTests : IAsyncLifetime
{
    private AimockServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await AimockServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_turn_has_text_tool_calls_and_usage(bool streams)
    {
        await _server.AnswerAsync(
            "weather",
            JsonNode
                .Parse(
                    """
                    {"content": "Let me look.", "toolCalls": [{"id": "c1", "name": "weather", "arguments": {"city": "Ulm"}}],
                     "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}
                    """
                )!
                .AsObject()
        );

        IReadOnlyList<AgentEvent> events = await AskAsync(Options() with { Stream = streams }, "the weather, please");

        events.Output().ShouldBe("Let me look.");
        ToolCallEvent call = events.OfType<ToolCallEvent>().ShouldHaveSingleItem();
        (call.CallId, call.ToolName, call.Arguments!.Value.GetProperty("city").GetString()).ShouldBe(
            ("c1", "weather", "Ulm")
        );
        UsageEvent usage = events.OfType<UsageEvent>().ShouldHaveSingleItem();
        (usage.Usage.InputTokens, usage.Usage.OutputTokens, usage.Model).ShouldBe((11, 7, "gpt-4o"));
    }

    [Fact]
    public async Task The_whole_conversation_is_sent_with_the_settings()
    {
        await _server.AnswerAsync("again", new JsonObject { ["content"] = "Yes." });
        OpenAIOptions options = Options() with
        {
            ApiKey = "$.input is no path here",
            System = Template.Parse("Speak to {{ persona.name }}."),
            Temperature = 0.5,
            MaxTokens = 50,
            Body = new Dictionary<string, Template> { ["user"] = Template.Parse("$.run_id") },
            Headers = new Dictionary<string, Template> { ["X-Run"] = Template.Parse("$.run_id") },
        };
        await using ITarget target = Target(options);
        await using IConversation conversation = target.StartConversation(
            new ConversationContext { RunId = "run-7", Persona = new PersonaContext("ann") }
        );

        await foreach (
            AgentEvent said in conversation.TakeTurnAsync(
                new Turn
                {
                    Input = "again?",
                    Number = 2,
                    History = [new(ChatRole.User, "hello"), new(ChatRole.Assistant, "Hi.")],
                },
                Cancellation
            )
        )
        {
            said.ShouldNotBeOfType<ErrorEvent>();
        }

        JsonObject request = (await _server.RequestsAsync()).ShouldHaveSingleItem();
        request["path"]!.GetValue<string>().ShouldBe("/v1/chat/completions");
        request["headers"]!["x-run"]!.GetValue<string>().ShouldBe("run-7");
        JsonNode body = request["body"]!;
        body["messages"]!
            .AsArray()
            .Select(message => $"{message!["role"]}: {message["content"]}")
            .ShouldBe(["system: Speak to ann.", "user: hello", "assistant: Hi.", "user: again?"]);
        (body["temperature"]!.GetValue<double>(), body["max_tokens"]!.GetValue<int>()).ShouldBe((0.5, 50));
        body["user"]!.GetValue<string>().ShouldBe("run-7");
        body["stream_options"]!["include_usage"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_is_sent_as_it_is()
    {
        await using AimockServer locked = await AimockServer.StartAsync("let-me-in");
        await locked.AnswerAsync("hi", new JsonObject { ["content"] = "Hello." });
        OpenAIOptions options = Options() with { BaseUrl = $"{locked.Address}v1" };

        (await AskAsync(options with { ApiKey = "let-me-in" })).Output().ShouldBe("Hello.");
        AgentError error = (await AskAsync(options with { ApiKey = "wrong" })).Error();
        error.Kind.ShouldBe(ErrorKind.Unauthorized);
        error.Message.ShouldContain("check the credentials in `openai.api_key`");
        error.Message.ShouldNotContain("wrong ");
    }

    [Fact]
    public async Task Failures_of_the_server_are_told_apart()
    {
        await _server.FailNextAsync(429, "slow down");
        AgentError limited = (await AskAsync(Options())).Error();
        (limited.Kind, limited.IsTransient).ShouldBe((ErrorKind.RateLimited, true));
        limited.Message.ShouldContain("slow down");

        AgentError unknown = (await AskAsync(Options(), "nothing matches this")).Error();
        unknown.Kind.ShouldBe(ErrorKind.HttpStatus);
        unknown.Message.ShouldContain("check the path of `openai.base_url`");

        await _server.AnswerAsync("hi", new JsonObject { ["content"] = "Hello." });
        await _server.DisturbAsync(new JsonObject { ["malformedRate"] = 1 });
        (await AskAsync(Options())).Error().Kind.ShouldBe(ErrorKind.Protocol);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_found_before_the_first_run()
    {
        await using ITarget target = Target(Options() with { BaseUrl = "http://127.0.0.1:1/v1" });

        AgentError? error = await target.ProbeAsync(Cancellation);

        error!.Kind.ShouldBe(ErrorKind.Refused);
        error.Message.ShouldContain("`openai.base_url`");
    }

    [Theory]
    [InlineData("", "/v1/chat/completions")]
    [InlineData("/", "/v1/chat/completions")]
    [InlineData("/v1", "/v1/chat/completions")]
    [InlineData("/v1/", "/v1/chat/completions")]
    [InlineData("/api/v3", "/api/v3/chat/completions")]
    [InlineData("/v1/chat/completions", "/v1/chat/completions")]
    public async Task The_endpoint_is_found_below_the_base(string path, string endpoint)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(
            """{"choices": [{"message": {"content": "ok"}, "finish_reason": "stop"}]}"""
        );

        (await AskAsync(Options() with { BaseUrl = server.Url + path })).Output().ShouldBe("ok");

        server.Requests.ShouldHaveSingleItem().Target.ShouldBe(endpoint);
    }

    [Fact]
    public async Task A_server_of_another_kind_is_named()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"hello": 1}""");

        AgentError error = (await AskAsync(Options() with { BaseUrl = server.Url })).Error();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("a server that speaks OpenAI's chat completions");
    }

    private OpenAIOptions Options() => new() { BaseUrl = $"{_server.Address}v1", Model = "gpt-4o" };

    private static ITarget Target(OpenAIOptions options) =>
        TargetFactory.Create(new RunnerOptions { OpenAI = options }, Here);

    private static async Task<IReadOnlyList<AgentEvent>> AskAsync(OpenAIOptions options, string input = "hi")
    {
        await using ITarget target = Target(options);
        return await TurnAsync(target, input);
    }
}
