using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Tests.Http;
using Microsoft.Extensions.AI;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Mcp;

/// <summary>The <c>mcp:</c> kind against servers made with the protocol's own TypeScript SDK.</summary>
[Trait("Needs", "node")]
public sealed class McpToolTargetTests
{
    [Theory]
    [InlineData("ask", "You asked: hello")]
    [InlineData("structured", "found hello")]
    [InlineData("picture", "Here it is.")]
    public async Task The_input_goes_into_the_argument_that_takes_it(string tool, string output) =>
        (await AskAsync(await AgentServer.OptionsAsync(tool), "hello")).Output().ShouldBe(output);

    [Fact]
    public async Task Arguments_hold_paths_into_the_turn_with_their_types()
    {
        await using ITarget target = Create(
            await AgentServer.OptionsAsync(
                "chat",
                ", arguments: {input: $.input, history: $.messages, user: \"{{ run_id }}\"}"
            )
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r1" });
        ChatMessage[] earlier = [new(ChatRole.User, "one"), new(ChatRole.Assistant, "two")];

        IReadOnlyList<AgentEvent> events = await TakeAsync(
            conversation,
            new Turn { Input = "three", History = earlier }
        );

        events.Output().ShouldBe("r1 said three after 3");
    }

    [Fact]
    public async Task A_structured_result_is_read_by_a_path_and_kept()
    {
        IReadOnlyList<AgentEvent> events = await AskAsync(
            await AgentServer.OptionsAsync("structured", ", response_path: count"),
            "hello"
        );

        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Output.ShouldBe("2");
        final.Raw!.Value.GetProperty("result").GetProperty("text").GetString().ShouldBe("found hello");
    }

    [Theory]
    [InlineData("fail", "", ErrorKind.Agent, "the agent is out of ideas")]
    [InlineData("crash", "", ErrorKind.ProcessExit, "last words")]
    [InlineData("structured", ", response_path: nowhere", ErrorKind.Protocol, "mcp.response_path")]
    [InlineData("ask", ", response_path: nowhere", ErrorKind.Protocol, "no JSON")]
    [InlineData("two", "", ErrorKind.Start, "give `mcp.arguments`: `two` takes `city`, `day`")]
    [InlineData("two", ", arguments: {city: Ulm}", ErrorKind.Start, "needs `day`, too")]
    [InlineData("ask", ", arguments: {question: x, tone: y}", ErrorKind.Start, "names `tone`")]
    [InlineData("nobody", "", ErrorKind.Start, "there is no tool `nobody` (`mcp.tool`); there are: ask, ")]
    public async Task What_fails_is_told_by_its_kind(string tool, string more, string kind, string message)
    {
        AgentError error = (await AskAsync(await AgentServer.OptionsAsync(tool, more), "hello")).Error();

        error.Kind.ShouldBe(kind, error.Message);
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("[no-such-program]", "could not be started")]
    [InlineData("[node, \"-e\", \"process.exit(3)\"]", "exit code 3")]
    public async Task The_probe_finds_what_cannot_be_started(string command, string message)
    {
        await using ITarget target = Create(AgentServer.Options($"command: {command}, tool: ask"));

        AgentError error = (await target.ProbeAsync(Cancellation)).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_program_gets_what_is_named_and_the_trace_and_nothing_else()
    {
        Environment.SetEnvironmentVariable("BATON_TEST_UNNAMED", "seen");
        await using ITarget target = Create(await AgentServer.OptionsAsync("surroundings", ", env: {NAMED: given}"));
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using IConversation conversation = target.StartConversation(
            new ConversationContext { RunId = "r1", TraceParent = Trace }
        );

        JsonNode named = JsonNode.Parse((await TakeAsync(conversation, new Turn { Input = "NAMED" })).Output())!;
        JsonNode unnamed = JsonNode.Parse(
            (await TakeAsync(conversation, new Turn { Input = "BATON_TEST_UNNAMED" })).Output()
        )!;

        named["variable"]!.GetValue<string>().ShouldBe("given");
        named["trace"]!.GetValue<string>().ShouldBe(Trace);
        unnamed["variable"].ShouldBeNull();
    }

    [Fact]
    public async Task Thirty_two_conversations_share_one_program_which_ends_with_the_target()
    {
        ITarget target = Create(await AgentServer.OptionsAsync("pid"));
        string[] processes;
        await using (target)
        {
            processes = await Task.WhenAll(
                Enumerable
                    .Range(0, 32)
                    .Select(async _ =>
                    {
                        await using IConversation conversation = target.StartConversation(
                            new ConversationContext { RunId = "r1" }
                        );
                        return (await TurnAsync(conversation, "hello")).Output();
                    })
            );
        }

        string only = processes.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        Should.Throw<ArgumentException>(() => Process.GetProcessById(int.Parse(only, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task After_a_crash_the_next_turn_has_a_new_program()
    {
        RunnerOptions options = await AgentServer.OptionsAsync("pid");
        await using ITarget target = Create(options);
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r1" });
        string first = (await TurnAsync(conversation, "hello")).Output();
        Process.GetProcessById(int.Parse(first, CultureInfo.InvariantCulture)).Kill();

        // The loss is noticed by a call at the latest.
        IReadOnlyList<AgentEvent> events = await TurnAsync(conversation, "hello");
        if (events[^1] is ErrorEvent lost)
        {
            lost.Error.Kind.ShouldBe(ErrorKind.ProcessExit);
            events = await TurnAsync(conversation, "hello");
        }

        events.Output().ShouldNotBe(first);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up()
    {
        await using ITarget target = Create(await AgentServer.OptionsAsync("hang", ", timeout: 500ms"));
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r1" });

        AgentError error = (await TurnAsync(conversation, "hello")).Error();

        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("mcp.timeout");
    }

    [Fact]
    public async Task A_server_at_an_address_wants_its_header()
    {
        await using AgentServer server = await AgentServer.StartAsync();
        string url = $"url: \"{server.Url}\", tool: ask";

        IReadOnlyList<AgentEvent> answered = await AskAsync(
            AgentServer.Options($"{url}, headers: {{Authorization: Bearer sesame}}"),
            "hello"
        );
        AgentError refused = (await AskAsync(AgentServer.Options(url), "hello")).Error();
        await server.DisposeAsync();
        AgentError gone = (await AskAsync(AgentServer.Options(url), "hello")).Error();

        answered.Output().ShouldBe("You asked: hello");
        refused.Kind.ShouldBe(ErrorKind.Unauthorized);
        gone.Kind.ShouldBe(ErrorKind.Refused);
    }

    private static ITarget Create(RunnerOptions options) => TargetFactory.Create(options, Here);

    private static async Task<IReadOnlyList<AgentEvent>> AskAsync(RunnerOptions options, string input)
    {
        await using ITarget target = Create(options);
        return await TurnAsync(target, input);
    }

    private static async Task<IReadOnlyList<AgentEvent>> TakeAsync(IConversation conversation, Turn turn)
    {
        List<AgentEvent> events = [];
        await foreach (AgentEvent happened in conversation.TakeTurnAsync(turn, Cancellation))
        {
            events.Add(happened);
        }

        return events;
    }
}
