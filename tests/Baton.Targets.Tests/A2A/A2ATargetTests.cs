using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.A2A;
using Baton.Targets.Templates;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.A2A;

/// <summary>The <c>a2a:</c> kind against the servers of the protocol's own SDK, both versions.</summary>
[Trait("Needs", "agent-libraries")]
public sealed class A2ATargetTests(A2AServers servers) : IClassFixture<A2AServers>
{
    private const string Weather = "Ulm has 21 °C.\n\nTake a hat.";

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_task_gives_its_artifacts(string agent)
    {
        IReadOnlyList<AgentEvent> events = await AskAsync(agent, "weather");

        events.Output().ShouldBe(Weather);
        events.Text().ShouldBe(Weather);
        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Metadata!.Value.GetProperty("state").GetString().ShouldBe("completed");
        final.Metadata.Value.GetProperty("task_id").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task An_agent_may_answer_with_a_message(string agent) =>
        (await AskAsync(agent, "quick one")).Output().ShouldBe("You said: quick one");

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task What_a_completed_task_says_is_the_answer_where_it_has_no_artifact(string agent) =>
        (await AskAsync(agent, "spoken")).Output().ShouldBe("All is well.");

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Data_is_kept_as_data(string agent)
    {
        IReadOnlyList<AgentEvent> events = await AskAsync(agent, "data");

        events.Output().ShouldBe("{\"celsius\":21}");
        events[^1].ShouldBeOfType<FinalEvent>().Raw!.Value.GetProperty("celsius").GetInt32().ShouldBe(21);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task The_context_is_kept_and_a_task_that_asks_goes_on(string agent)
    {
        await using ITarget target = Target(agent);
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "run" });

        (await TurnAsync(conversation, "book a room")).Output().ShouldBe("For which day?");
        (await TurnAsync(conversation, "Monday")).Output().ShouldBe("Booked for Monday.");
        (await TurnAsync(conversation, "quick")).Output().ShouldBe("You said: quick");

        JsonNode state = await servers.StateAsync(agent);
        string[] contexts = [.. state["contexts"]!.AsArray().TakeLast(3).Select(id => id!.GetValue<string>())];
        contexts.Distinct().ShouldHaveSingleItem();
        state["tasks"]!
            .AsArray()
            .TakeLast(3)
            .Select(task => task!.GetValue<string>())
            .ShouldBe(["new", "continued", "new"]);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Conversations_have_contexts_of_their_own(string agent)
    {
        await using ITarget target = Target(agent);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => TurnAsync(target, $"quick {number}")));

        JsonNode state = await servers.StateAsync(agent);
        state["contexts"]!.AsArray().TakeLast(8).Select(id => id!.GetValue<string>()).Distinct().Count().ShouldBe(8);
    }

    [Theory]
    [InlineData("fail", "the sky is closed")]
    [InlineData("reject", "not my business")]
    [InlineData("give up", "nobody needs it")]
    public async Task A_task_that_ends_without_success_fails_the_run(string input, string message)
    {
        foreach (string agent in Agents)
        {
            AgentError error = (await AskAsync(agent, input)).Error();
            (error.Kind, error.Message, error.IsTransient).ShouldBe((ErrorKind.Agent, message, false));
        }
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_task_without_any_word_is_no_answer(string agent) =>
        (await AskAsync(agent, "silent")).Error().Kind.ShouldBe(ErrorKind.NoOutput);

    [Theory]
    [InlineData("a2a-0.3/plain")]
    [InlineData("a2a/plain")]
    public async Task A_card_without_streaming_is_asked_for_whole_answers(string agent)
    {
        (await AskAsync(agent, "weather")).Output().ShouldBe(Weather);

        string[] requests = await RequestsAsync(agent);
        requests.ShouldContain(agent.StartsWith("a2a/", StringComparison.Ordinal) ? "SendMessage" : "message/send");
        requests.ShouldNotContain("message/stream");
        requests.ShouldNotContain("SendStreamingMessage");
    }

    [Theory]
    [InlineData("a2a-0.3")]
    [InlineData("a2a")]
    public async Task A_turn_that_is_cancelled_gives_its_task_up(string agent)
    {
        await using ITarget target = Target(agent);
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "run" });
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        JsonNode before = await servers.StateAsync(agent);

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (AgentEvent said in conversation.TakeTurnAsync(new Turn { Input = "slow" }, enough.Token))
            {
                said.ShouldBeOfType<LogEvent>().Message.ShouldBe("This takes its time");
                await enough.CancelAsync();
            }
        });

        JsonNode after = await servers.StateAsync(agent);
        (after["canceled"]!.GetValue<int>() - before["canceled"]!.GetValue<int>()).ShouldBe(1);
    }

    [Fact]
    public async Task The_card_is_found_at_its_older_address_and_in_a_file()
    {
        (await AskAsync("a2a-0.3/old", "quick")).Output().ShouldBe("You said: quick");

        using TempWorkspace workspace = new();
        string card = await servers.CardAsync("a2a");
        await File.WriteAllTextAsync(workspace.PathOf("card.json"), card, Encoding.UTF8, Cancellation);
        await using ITarget target = TargetFactory.Create(
            new RunnerOptions { A2A = new A2AOptions { Card = "card.json" } },
            new TargetEnvironment { ProjectDirectory = workspace.Root }
        );
        (await TurnAsync(target, "quick")).Output().ShouldBe("You said: quick");
    }

    [Fact]
    public async Task An_agent_below_the_address_of_its_endpoint_is_found_at_the_servers_root() =>
        (await AskAsync(new A2AOptions { Url = $"{servers.Url("a2a")}/rpc" }, "quick"))
            .Output()
            .ShouldBe("You said: quick");

    [Fact]
    public async Task Credentials_are_sent_and_their_lack_is_told()
    {
        await using NodeAgentServer locked = await NodeAgentServer.StartAsync("a2a", ("PASSWORD", "sesame"));
        A2AOptions options = new() { Url = locked.Url };

        AgentError error = (await AskAsync(options, "quick")).Error();
        (error.Kind, error.Message).ShouldBe(
            (
                ErrorKind.Unauthorized,
                $"POST {locked.Url}/rpc answered 401 Unauthorized: say the password; check the credentials in `a2a.headers`"
            )
        );
        A2AOptions known = options with
        {
            Headers = new Dictionary<string, Template> { ["Authorization"] = Template.Parse("Bearer sesame") },
        };
        (await AskAsync(known, "quick")).Output().ShouldBe("You said: quick");
    }

    [Fact]
    public async Task A_target_is_probed_without_a_message_to_the_agent()
    {
        await using NodeAgentServer server = await NodeAgentServer.StartAsync("a2a");
        await using ITarget target = TargetFactory.Create(
            new RunnerOptions { A2A = new A2AOptions { Url = server.Url } },
            Here
        );

        (await target.ProbeAsync(Cancellation)).ShouldBeNull();

        using HttpClient client = new();
        JsonNode state = (await client.GetFromJsonAsync<JsonNode>($"{server.Url}/state", Cancellation))!;
        state["requests"]!.AsArray().ShouldBeEmpty();
    }

    public static TheoryData<string> Agents => ["a2a-0.3", "a2a-0.3/plain", "a2a", "a2a/plain"];

    private async Task<string[]> RequestsAsync(string agent) =>
        [.. (await servers.StateAsync(agent))["requests"]!.AsArray().Select(name => name!.GetValue<string>())];

    private ITarget Target(string agent) =>
        TargetFactory.Create(new RunnerOptions { A2A = new A2AOptions { Url = servers.Url(agent) } }, Here);

    private Task<IReadOnlyList<AgentEvent>> AskAsync(string agent, string input) =>
        AskAsync(new A2AOptions { Url = servers.Url(agent) }, input);

    private static async Task<IReadOnlyList<AgentEvent>> AskAsync(A2AOptions options, string input)
    {
        await using ITarget target = TargetFactory.Create(new RunnerOptions { A2A = options }, Here);
        return await TurnAsync(target, input);
    }
}
