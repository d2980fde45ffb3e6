using System.Net.Sockets;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Experiments.Conversations;
using Baton.Experiments.Settings;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Conversations.Supervisors;

/// <summary>Supervisors with a model, against a real server of someone else's.</summary>
public sealed class ModelSupervisorTests(ModelServerFixture fixture) : IClassFixture<ModelServerFixture>, IAsyncLifetime
{
    private readonly List<IDisposable> _made = [];

    public static TheoryData<SupervisorProvider> Providers => [SupervisorProvider.OpenAI, SupervisorProvider.Anthropic];

    public async ValueTask InitializeAsync() => await fixture.Server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _made.ForEach(static made => made.Dispose());
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_conversation_is_led_over_several_turns(SupervisorProvider provider)
    {
        await fixture.Server.AnswerInTurnAsync(
            Decision(provider, """{"decision": "continue", "next_user_message": "And where is my refund?"}"""),
            Decision(provider, """{"decision": "continue", "next_user_message": "Yes, please go ahead."}"""),
            Decision(
                provider,
                """{"decision": "terminate", "termination_reason": "refund promised", "closing_user_message": "Thanks!"}"""
            )
        );
        ISupervisor supervisor = Supervisor(provider);

        SupervisorDecision first = await DecideAsync(supervisor, "My parcel is lost", "I am sorry.");
        SupervisorDecision second = await DecideAsync(
            supervisor,
            "My parcel is lost",
            "I am sorry.",
            first.NextUserMessage!,
            "I can refund it. Shall I proceed?"
        );
        SupervisorDecision third = await DecideAsync(
            supervisor,
            "My parcel is lost",
            "I am sorry.",
            first.NextUserMessage!,
            "I can refund it. Shall I proceed?",
            second.NextUserMessage!,
            "Refunded."
        );

        first.NextUserMessage.ShouldBe("And where is my refund?");
        second.NextUserMessage.ShouldBe("Yes, please go ahead.");
        third.Continue.ShouldBeFalse();
        third.TerminationReason.ShouldBe("refund promised");
        third.ClosingUserMessage.ShouldBe("Thanks!");
        third.ScriptComplete.ShouldBeFalse();
        first.Usage.ShouldNotBeNull().InputTokens.ShouldBe(1000);
        first.Usage.Cost.ShouldBe(provider == SupervisorProvider.OpenAI ? 0.00021m : 0.0012m);
        string asked = (await fixture.Server.RequestsAsync())[2]["body"]!.ToJsonString();
        asked.ShouldContain("Refunded.");
        asked.ShouldContain("in a hurry");
        asked.ShouldContain("A parcel service");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_in_prose_is_asked_for_again_once_and_both_are_paid(SupervisorProvider provider)
    {
        await fixture.Server.AnswerInTurnAsync(
            Text("I think I should go on."),
            Text("""{"decision": "continue", "next_user_message": "Go on"}""")
        );

        SupervisorDecision decision = await DecideAsync(Supervisor(provider), "hello", "hi");

        decision.NextUserMessage.ShouldBe("Go on");
        decision.Usage!.InputTokens.ShouldBe(2000);
        (await fixture.Server.RequestsAsync())[1]["body"]!
            .ToJsonString()
            .ShouldContain("is not the JSON object asked for");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Nearly_JSON_is_mended_without_another_call(SupervisorProvider provider)
    {
        await fixture.Server.AnswerInTurnAsync(
            Text("Sure:\n```json\n{'decision': 'continue', 'next_user_message': 'I don't know', }\n```")
        );

        SupervisorDecision decision = await DecideAsync(Supervisor(provider), "hello", "hi");

        decision.NextUserMessage.ShouldBe("I don't know");
        (await fixture.Server.RequestsAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Prose_twice_fails_with_the_replys_start_and_its_cost(SupervisorProvider provider)
    {
        await fixture.Server.AnswerInTurnAsync(Text("Let me think."), Text("Still thinking. " + new string('z', 2000)));

        SupervisorException failure = await Should.ThrowAsync<SupervisorException>(async () =>
            await DecideAsync(Supervisor(provider), "hello", "hi")
        );

        failure.Message.ShouldContain("Still thinking.");
        failure.Message.Length.ShouldBeLessThan(500);
        failure.Usage!.InputTokens.ShouldBe(2000);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_fault_of_the_simulator_is_told_with_its_cost(SupervisorProvider provider)
    {
        await fixture.Server.AnswerInTurnAsync(
            Decision(
                provider,
                """{"decision": "terminate", "termination_reason": "done", "closing_user_message": "Bye"}"""
            )
        );

        SupervisorException failure = await Should.ThrowAsync<SupervisorException>(async () =>
            await DecideAsync(Supervisor(provider), "Refund me", "I can refund 20 EUR. Shall I proceed?")
        );

        failure.Message.ShouldContain("waits for a confirmation");
        failure.Usage.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_rate_limit_is_waited_out(SupervisorProvider provider)
    {
        await fixture.Server.FailNextAsync(429, "slow down");
        await fixture.Server.AddAsync(
            new JsonObject
            {
                ["match"] = new JsonObject { ["endpoint"] = "chat" },
                ["response"] = Decision(provider, """{"decision": "continue", "next_user_message": "Go on"}"""),
            }
        );

        SupervisorDecision decision = await DecideAsync(Supervisor(provider), "hello", "hi");

        decision.NextUserMessage.ShouldBe("Go on");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_server_that_keeps_failing_is_a_fault_without_the_key(SupervisorProvider provider)
    {
        await fixture.Server.DisturbAsync(new JsonObject { ["dropRate"] = 1 });

        SupervisorException failure = await Should.ThrowAsync<SupervisorException>(async () =>
            await DecideAsync(Supervisor(provider), "hello", "hi")
        );

        failure.Message.ShouldContain("500");
        failure.ToString().ShouldNotContain(ModelServerFixture.Key);
    }

    [Fact]
    public async Task A_server_without_structured_output_is_asked_without_it_from_then_on()
    {
        await fixture.Server.FailNextAsync(400, "response_format type json_schema is unavailable");
        await fixture.Server.AddAsync(
            new JsonObject
            {
                ["match"] = new JsonObject { ["endpoint"] = "chat" },
                ["response"] = Text("""{"decision": "continue", "next_user_message": "Go on"}"""),
            }
        );
        ISupervisor supervisor = Supervisor(SupervisorProvider.OpenAI);

        await DecideAsync(supervisor, "hello", "hi");
        await DecideAsync(supervisor, "hello", "hi");

        (await fixture.Server.RequestsAsync())
            .Select(static request => request["body"]!["response_format"] is not null)
            .ShouldBe([true, false, false]);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_probe_of_a_good_connection_finds_nothing(SupervisorProvider provider) =>
        (await Supervisor(provider).ProbeAsync(CancellationToken.None)).ShouldBeNull();

    [Theory]
    [InlineData(SupervisorProvider.OpenAI, "OPENAI_API_KEY")]
    [InlineData(SupervisorProvider.Anthropic, "ANTHROPIC_API_KEY")]
    public async Task A_probe_with_a_wrong_key_says_how_to_give_a_right_one(
        SupervisorProvider provider,
        string variable
    )
    {
        AgentError? error = await Supervisor(provider, "sk-wrong-secret").ProbeAsync(CancellationToken.None);

        error!.Kind.ShouldBe(ErrorKind.Unauthorized);
        error.Message.ShouldContain(variable);
        error.Message.ShouldContain("--supervisor-api-key");
        error.Message.ShouldNotContain("sk-wrong-secret");
    }

    [Fact]
    public async Task A_probe_of_nobody_says_so()
    {
        using Socket closed = new(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        ISupervisor supervisor = Keep(
            Make.Supervisor(new SupervisorSettings { BaseUrl = $"http://{closed.LocalEndPoint}/v1" })
        );

        AgentError? error = await supervisor.ProbeAsync(CancellationToken.None);

        error!.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task Cancelling_is_no_fault()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await Supervisor(SupervisorProvider.OpenAI).DecideAsync(Ask.After("hello", "hi"), cancelled.Token)
        );
    }

    [Fact]
    public async Task A_limit_of_the_model_is_kept()
    {
        await fixture.Server.AddAsync(
            new JsonObject
            {
                ["match"] = new JsonObject { ["endpoint"] = "chat" },
                ["response"] = Text("""{"decision": "continue", "next_user_message": "Go on"}"""),
            }
        );
        ImpatientTimeProvider clock = new(TimeSpan.FromSeconds(1));
        ISupervisor supervisor = Keep(
            Make.Supervisor(
                Settings(SupervisorProvider.OpenAI, ModelServerFixture.Key),
                time: clock,
                limits: new LimitSettings
                {
                    Models = new Dictionary<string, ModelLimit> { ["openai:gpt-4o-mini"] = new() { Rpm = 1 } },
                }
            )
        );
        using CancellationTokenSource enough = new();

        await DecideAsync(supervisor, "hello", "hi");
        ValueTask<SupervisorDecision> second = supervisor.DecideAsync(Ask.After("hello", "hi"), enough.Token);
        second.IsCompleted.ShouldBeFalse();
        await enough.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await second);
        (await fixture.Server.RequestsAsync()).Count.ShouldBe(1);
    }

    private static ValueTask<SupervisorDecision> DecideAsync(ISupervisor supervisor, params string[] said) =>
        supervisor.DecideAsync(Ask.After(said), TestContext.Current.CancellationToken);

    /// <summary>The decision as the provider's models give it when they are held to a schema.</summary>
    private static JsonObject Decision(SupervisorProvider provider, string decision)
    {
        JsonObject response =
            provider == SupervisorProvider.OpenAI
                ? new JsonObject { ["content"] = decision }
                : new JsonObject
                {
                    ["toolCalls"] = new JsonArray(
                        new JsonObject { ["name"] = "supervisor_decision", ["arguments"] = decision }
                    ),
                };
        response["usage"] = Usage();
        return response;
    }

    private static JsonObject Text(string text) => new() { ["content"] = text, ["usage"] = Usage() };

    private static JsonObject Usage() =>
        new()
        {
            ["prompt_tokens"] = 1000,
            ["completion_tokens"] = 100,
            ["total_tokens"] = 1100,
        };

    private SupervisorSettings Settings(SupervisorProvider provider, string key) =>
        new()
        {
            Provider = provider,
            ApiKey = key,
            BaseUrl = fixture.Server.Address.ToString(),
        };

    private ISupervisor Supervisor(SupervisorProvider provider, string key = ModelServerFixture.Key) =>
        Keep(
            Make.Supervisor(
                Settings(provider, key),
                time: new ImpatientTimeProvider(TimeSpan.FromSeconds(9)),
                metadata: new JsonObject { ["service_context"] = "A parcel service" }
            )
        );

    private ISupervisor Keep(ISupervisor supervisor)
    {
        _made.Add((IDisposable)supervisor);
        return supervisor;
    }
}
