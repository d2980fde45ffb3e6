using System.Text.Json;
using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Misuse is one clear exception that names every problem, before any model is asked.</summary>
public sealed class MisuseTests
{
    private static readonly ScriptedChatClient _model = new((_, _) => throw new InvalidOperationException("asked!"));

    public static TheoryData<string, string[]> Misuses() =>
        new()
        {
            { "no model", ["`A`", "no model", "`Model`", "`ChatClient`"] },
            { "model and client", ["both `Model` and `ChatClient`"] },
            { "unknown provider", ["nonsense"] },
            { "no provider", ["`gpt-4o-mini` names no provider", "openai:gpt-4o-mini"] },
            { "missing key", ["MISTRAL", "openai-compatible"] },
            { "two tools of one name", ["Two tools are named `hi`"] },
            { "bad tool name", ["`say hello!`", "letters"] },
            { "null tool", ["One of the tools is null"] },
            { "declaration", ["`hi`", "only a declaration"] },
            { "tool without schema", ["The schema of the tool `odd`"] },
            { "tool whose schema breaks", ["The schema of the tool `broken` cannot be built", "no schema today"] },
            {
                "limits",
                [
                    "`MaxTurns` is 0",
                    "`MaxTime` is 00:00:00",
                    "`TimeoutPerTurn` is -00:00:05",
                    "`ToolTimeout`",
                    "`MaxTokens` is 0",
                    "`MaxCost` is -1",
                    "`MaxParallelTools` is 0",
                    "`MaxOutputRepairs` is -1",
                    "`Retry.MaxAttempts` is 0",
                    "`Retry.FirstDelay`",
                    "`Retry.MaxDelay`",
                ]
            },
            { "limits and agent", ["`MaxTurns` is 0", "no model", "Two tools are named `hi`"] },
            { "handoff to a broken agent", ["`B`", "no model"] },
            { "two broken agents", ["`A`", "Two tools are named `hi`", "`B`", "no model"] },
            { "nested broken agent", ["`B`", "no model"] },
            { "nested broken agent that needs approval", ["`B`", "no model"] },
            { "nested agent with broken limits", ["`B`", "`MaxTurns` is 0"] },
            { "two handoffs to one name", ["Two tools are named `transfer_to_B`"] },
        };

    [Theory]
    [MemberData(nameof(Misuses))]
    public async Task Misuse_is_one_exception_that_names_every_problem(string misuse, string[] words)
    {
        (Agent agent, RunConfig? config) = Misused(misuse);

        AgentException[] errors =
        [
            Should.Throw<AgentException>(() => Runner.RunSync(agent, "go", config)),
            await Should.ThrowAsync<AgentException>(async () => await Runner.RunAsync(agent, "go", config)),
            await Should.ThrowAsync<AgentException>(async () => await Runner.RunAsync<int>(agent, "go", config)),
            await Should.ThrowAsync<AgentException>(async () =>
            {
                await foreach (string _ in Runner.RunStreamAsync(agent, "go", config)) { }
            }),
            await Should.ThrowAsync<AgentException>(async () => await Runs.EventsAsync(agent, config)),
        ];

        foreach (AgentException error in errors)
        {
            error.Result.ShouldBeNull();
            foreach (string word in words)
            {
                error.Message.ShouldContain(word, Case.Sensitive);
            }
        }
    }

    [Fact]
    public async Task A_broken_agent_that_is_a_target_says_so_in_its_turn()
    {
        await using IConversation conversation = new Agent("A").StartConversation(
            new ConversationContext { RunId = "r" }
        );

        List<AgentEvent> events = await Runs.AllAsync(
            conversation.TakeTurnAsync(new Turn { Input = "hi" }, CancellationToken.None)
        );

        events.ShouldHaveSingleItem().ShouldBeOfType<ErrorEvent>().Error.Message.ShouldContain("no model");
    }

    [Fact]
    public async Task Nothing_but_null_is_refused_as_an_argument()
    {
        Agent agent = Agents.Saying();

        await Should.ThrowAsync<ArgumentNullException>(async () => await Runner.RunAsync(null!, "go"));
        await Should.ThrowAsync<ArgumentNullException>(async () => await Runner.RunAsync(agent, null!));
        Should.Throw<ArgumentNullException>(() => new StreamingRunner(null!));
        Should.Throw<ArgumentNullException>(() => new StreamingRunner(agent).RunAsync(null!));
        await Should.ThrowAsync<ArgumentNullException>(async () =>
            await Runner.ResumeAsync(agent, null!, new Dictionary<string, ToolApproval>())
        );
        await Should.ThrowAsync<ArgumentNullException>(async () =>
            await Runner.ResumeAsync(agent, await PausedAsync(), null!)
        );
        Should.Throw<ArgumentNullException>(() => PausedRun.FromJson(null!));
    }

    [Fact]
    public async Task A_resumed_run_needs_a_decision_for_every_call_and_an_agent_that_fits()
    {
        PausedRun paused = await PausedAsync();

        AgentException undecided = await Should.ThrowAsync<AgentException>(async () =>
            await Runner.ResumeAsync(Asking(), paused, new Dictionary<string, ToolApproval>())
        );
        AgentException stranger = await Should.ThrowAsync<AgentException>(async () =>
            await Runner.ResumeAsync(
                new Agent("Stranger") { ChatClient = _model },
                paused,
                new Dictionary<string, ToolApproval> { ["call_delete"] = new(Approved: true) }
            )
        );

        undecided.Message.ShouldContain("call_delete");
        stranger.Message.ShouldContain("`A`");
        stranger.Message.ShouldContain("`Stranger`");
    }

    [Theory]
    [InlineData("", "not a paused run")]
    [InlineData("null", "paused run")]
    [InlineData("[]", "not a paused run")]
    [InlineData("{}", "not a paused run")]
    [InlineData("{\"version\":2}", "version 2")]
    [InlineData("{\"version\":2,\"history\":\"elsewhere\"}", "version 2")]
    [InlineData(
        "{\"version\":1,\"run_id\":null,\"agent_name\":null,\"approvals\":null,\"history\":null,\"answer\":null}",
        "not a paused run"
    )]
    [InlineData(
        "{\"version\":1,\"run_id\":\"r\",\"agent_name\":\"A\",\"approvals\":[null],\"history\":[null],\"answer\":{\"role\":\"assistant\",\"contents\":[]}}",
        "not a paused run"
    )]
    [InlineData(
        "{\"version\":1,\"run_id\":\"r\",\"agent_name\":\"A\",\"approvals\":[],\"history\":[],\"answer\":{\"role\":\"\",\"contents\":[]}}",
        "not a paused run"
    )]
    [InlineData(
        "{\"version\":1,\"run_id\":\"r\",\"agent_name\":\"A\",\"approvals\":[],\"history\":[],\"answer\":{\"role\":\"assistant\",\"contents\":[{\"$type\":\"magic\"}]}}",
        "not a paused run"
    )]
    public void JSON_that_is_no_paused_run_is_refused(string json, string words) =>
        Should.Throw<AgentException>(() => PausedRun.FromJson(json)).Message.ShouldContain(words);

    [Fact]
    public async Task A_paused_run_that_was_cut_off_anywhere_is_refused()
    {
        string json = (await PausedAsync()).ToJson();

        for (int length = 0; length < json.Length; length++)
        {
            Should.Throw<AgentException>(() => PausedRun.FromJson(json[..length]));
        }
    }

    private static async Task<PausedRun> PausedAsync() => (await Runner.RunAsync(Asking(), "go")).Paused!;

    private static Agent Asking() =>
        new("A")
        {
            ChatClient = new ScriptedChatClient([ScriptedReply.Call("delete")]),
            Tools = [Agents.Tool("delete", () => "gone").RequiringApproval()],
        };

    private static (Agent Agent, RunConfig? Config) Misused(string misuse)
    {
        AIFunction hi = Agents.Tool("hi", () => "hi");
        Agent broken = new("B");
        return misuse switch
        {
            "no model" => (new Agent("A"), null),
            "model and client" => (new Agent("A") { Model = "openai:x", ChatClient = _model }, null),
            "unknown provider" => (new Agent("A") { Model = "nonsense:x" }, null),
            "no provider" => (new Agent("A") { Model = "gpt-4o-mini" }, null),
            "missing key" => (
                new Agent("A") { Model = "x:y" },
                new RunConfig
                {
                    ModelClients = _ => throw new ModelConfigurationException("openai-compatible needs MISTRAL_KEY"),
                }
            ),
            "two tools of one name" => (With(hi, hi), null),
            "bad tool name" => (With(Agents.Tool("say hello!", () => "hi")), null),
            "null tool" => (With([null!]), null),
            "declaration" => (With(hi.AsDeclarationOnly()), null),
            "tool without schema" => (With(new OddTool("odd", () => default)), null),
            "tool whose schema breaks" => (
                With(new OddTool("broken", () => throw new NotSupportedException("no schema today"))),
                null
            ),
            "limits" => (
                With(hi),
                new RunConfig
                {
                    MaxTurns = 0,
                    MaxTime = TimeSpan.Zero,
                    TimeoutPerTurn = TimeSpan.FromSeconds(-5),
                    ToolTimeout = TimeSpan.MaxValue,
                    MaxTokens = 0,
                    MaxCost = -1,
                    MaxParallelTools = 0,
                    MaxOutputRepairs = -1,
                    Retry = new ModelRetry
                    {
                        MaxAttempts = 0,
                        FirstDelay = TimeSpan.FromSeconds(-1),
                        MaxDelay = TimeSpan.FromSeconds(-1),
                    },
                }
            ),
            "limits and agent" => (new Agent("A") { Tools = [hi, hi] }, new RunConfig { MaxTurns = 0 }),
            "handoff to a broken agent" => (new Agent("A") { ChatClient = _model, Handoffs = { broken } }, null),
            "two broken agents" => (
                new Agent("A")
                {
                    ChatClient = _model,
                    Tools = [hi, hi],
                    Handoffs = { broken },
                },
                null
            ),
            "nested broken agent" => (With(broken.AsTool()), null),
            "nested broken agent that needs approval" => (With(broken.AsTool().RequiringApproval()), null),
            "nested agent with broken limits" => (
                With(
                    new Agent("B")
                    {
                        ChatClient = _model,
                        Config = new RunConfig { MaxTurns = 0 },
                    }.AsTool()
                ),
                null
            ),
            "two handoffs to one name" => (
                new Agent("A")
                {
                    ChatClient = _model,
                    Handoffs =
                    {
                        new Agent("B") { ChatClient = _model },
                        new Agent("B") { ChatClient = _model },
                    },
                },
                null
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(misuse), misuse, message: null),
        };
    }

    private static Agent With(params AITool[] tools) => new("A") { ChatClient = _model, Tools = tools };

    private sealed class OddTool(string name, Func<JsonElement> schema) : AIFunction
    {
        public override string Name => name;

        public override JsonElement JsonSchema => schema();

        protected override ValueTask<object?> InvokeCoreAsync(
            AIFunctionArguments arguments,
            CancellationToken cancellationToken
        ) => default;
    }
}
