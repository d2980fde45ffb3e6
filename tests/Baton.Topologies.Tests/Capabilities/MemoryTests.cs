using System.Text.Json.Nodes;
using Baton.Agents.Providers.Scripted;
using Baton.Topologies.Capabilities.Memory;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>What agents remember between executions, and what a crash leaves of it.</summary>
public sealed class MemoryTests
{
    private readonly Stage _stage = new();

    [Fact]
    public async Task An_agent_is_reminded_of_what_it_was_asked_before_where_it_has_to_do_with_the_question()
    {
        await AskAsync("What is the capital of Norway?", _ => "Oslo");
        await AskAsync("How deep is the lake?", _ => "Very");
        await AskAsync("Is Norway cold?", _ => "Yes");

        string told = LastQuestion();
        told.ShouldContain("Asked: What is the capital of Norway? Answered: Oslo");
        told.ShouldNotContain("lake");
        (await MemoryAsync()).Entries.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_memory_fades_to_half_in_its_half_life_and_is_forgotten_at_last()
    {
        const string settings = """{"half_life": "1d", "min_strength": 0.2}""";
        await AskAsync("What is the capital of Norway?", _ => "Oslo", settings);
        AgentMemory memory = await MemoryAsync();

        memory.Entries[0].Strength(TimeSpan.FromDays(1), _stage.Time.GetUtcNow()).ShouldBe(0.5);
        _stage.Time.Advance(TimeSpan.FromDays(1));
        memory.Entries[0].Strength(TimeSpan.FromDays(1), _stage.Time.GetUtcNow()).ShouldBe(0.25);
        _stage.Time.Advance(TimeSpan.FromDays(1));
        await AskAsync("Something else", _ => "Well", settings);

        (await MemoryAsync()).Entries.Select(entry => entry.Text).ShouldBe(["Asked: Something else Answered: Well"]);
    }

    [Fact]
    public async Task The_weakest_memories_give_way_when_there_are_too_many()
    {
        const string settings = """{"max_entries": 2}""";
        await AskAsync("first", _ => """{"answer": "a", "importance": 0.9}""", settings);
        await AskAsync("second", _ => """{"answer": "b", "importance": 0.1}""", settings);
        await AskAsync("third", _ => """{"answer": "c", "importance": 0.4}""", settings);

        (await MemoryAsync()).Entries.Select(entry => entry.Importance).ShouldBe([0.9, 0.4]);
    }

    [Fact]
    public async Task A_model_remembers_and_recalls_with_tools_by_tags_and_by_words()
    {
        const string settings = """{"keep_exchanges": false, "recall": 2}""";
        await PlayAsync(
            settings,
            Call(
                "remember",
                new()
                {
                    ["text"] = "Ann likes tea",
                    ["importance"] = 0.9,
                    ["tags"] = new[] { "drinks" },
                }
            ),
            Call("remember", new() { ["text"] = "Bob likes rain", ["tags"] = new[] { "weather" } }),
            ScriptedReply.Say("noted")
        );
        await PlayAsync(settings, Call("recall", new() { ["tags"] = new[] { "drinks" } }), ScriptedReply.Say("tea"));
        string byTag = Result();
        await PlayAsync(settings, Call("recall", new() { ["text"] = "rain?" }), ScriptedReply.Say("rain"));
        string byWord = Result();

        byTag.ShouldContain("Ann likes tea");
        byTag.ShouldNotContain("Bob");
        byWord.ShouldContain("Bob likes rain");
        byWord.ShouldNotContain("Ann");
        (await MemoryAsync()).Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_memories_of_the_wanted_tags_come_to_mind()
    {
        await AskAsync("Norway one", _ => "1", """{"tags": ["work"]}""");
        await AskAsync("Norway two", _ => "2", """{"tags": ["home"]}""");
        await AskAsync("Norway three", _ => "3", """{"recall_tags": ["work"]}""");

        LastQuestion().ShouldContain("Norway one");
        LastQuestion().ShouldNotContain("Norway two");
    }

    [Fact]
    public async Task Beyond_a_number_the_older_half_becomes_a_summary_by_the_agent_itself()
    {
        const string settings = """{"summarise_above": 3, "max_entries": 10}""";
        string Model(string message) =>
            message.StartsWith("These are memories of yours", StringComparison.Ordinal) ? "In short: one, two" : "ok";
        foreach (string question in new[] { "one", "two", "three", "four" })
        {
            await AskAsync(question, Model, settings);
        }

        (await MemoryAsync())
            .Entries.Select(entry => entry.Text)
            .ShouldBe(["In short: one, two", "Asked: three Answered: ok", "Asked: four Answered: ok"]);
    }

    [Fact]
    public async Task A_step_that_is_done_again_after_a_crash_leaves_one_memory_and_does_not_remember_itself()
    {
        AgentType agent = Agent("{}");
        DyingStore dying = new(_stage.Store, after: 0);
        await using (
            LocalRunner killed = new(
                place: new RunnerPlace
                {
                    Store = dying,
                    Agents = Models(_ => "before the crash"),
                    TimeProvider = _stage.Time,
                }
            )
        )
        {
            (Topology topology, Dictionary<string, AgentType> agents) = Stage.Pipeline(agent);
            await Should.ThrowAsync<DyingStore.DeadException>(() =>
                killed.RunAsync(topology, agents, Question("Norway?"))
            );
        }

        AgentMemory left = await MemoryAsync();
        string id = (await _stage.Executions.ListAsync(1, status: null, CancellationToken.None))[0].Id;
        await using LocalRunner runner = _stage.Runner(_ => "after the crash");
        TopologyRunResult done = await runner.ResumeAsync(id);
        await runner.ResumeAsync(id);

        left.Entries.Single().Text.ShouldContain("before the crash");
        LastQuestion().ShouldNotContain("before the crash");
        done.Output!["output"]!.ToString().ShouldBe("after the crash");
        (await MemoryAsync()).Entries.Single().Text.ShouldContain("after the crash");
    }

    [Fact]
    public async Task A_step_taken_from_the_journal_leaves_no_memory_and_a_failed_one_none_either()
    {
        bool broken = true;
        AgentType first = Agent("{}");
        AgentType second = Stage.Agent("second", "memory");
        string Model(string message) =>
            message.Contains("\"previous_stages\":[{") && broken ? throw new InvalidOperationException("no") : "fine";
        await using LocalRunner runner = _stage.Runner(Model);
        TopologyRunResult failed = await Stage.RunAsync(runner, first, second);
        AgentMemory ofSecond = AgentMemory.Of(
            await _stage.States.ReadAsync("second", "memory", CancellationToken.None)
        );
        broken = false;
        TopologyRunResult done = await runner.ResumeAsync(failed.ExecutionId);

        failed.Status.ShouldBe(ExecutionStatus.Failed);
        ofSecond.Entries.ShouldBeEmpty();
        done.Status.ShouldBe(ExecutionStatus.Completed);
        (await MemoryAsync()).Entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_steps_of_one_agent_at_once_lose_no_memory()
    {
        await using AsyncRunner runner = new(16, place: _stage.Place(Models(_ => "yes")));
        Dictionary<string, AgentType> agents = Enumerable
            .Range(0, 30)
            .ToDictionary(number => $"e{number}", _ => Agent("{}"), StringComparer.Ordinal);

        await runner.RunAsync(
            Scenarios.Of("many", new EnsembleConfig { AggregationMethod = AggregationMethod.Vote }),
            agents,
            Scenario.Input
        );

        (await MemoryAsync()).Entries.Count.ShouldBe(30);
    }

    [Fact]
    public async Task A_target_remembers_too_and_gets_no_tools()
    {
        Actors actors = new(asked => $"heard: {asked.Input}");
        AgentType target = Agent("{}") with { };
        target = target with { Config = target.Config with { Target = new JsonObject { ["http"] = "x" } } };
        await using LocalRunner runner = _stage.Runner(actors);

        await Stage.RunAsync(runner, target);
        await Stage.RunAsync(runner, target);

        actors.Asked.Last().Input.ShouldContain("What you remember that may have to do with this:");
    }

    private static AgentType Agent(string settings) => Stage.Agent("rememberer", Stage.With("memory", settings));

    private static JsonObject Question(string text) => new() { ["prompt"] = text };

    private static ModelAgents Models(Func<string, string> model) =>
        new(_ => new ScriptedChatClient((request, _) => ScriptedReply.Say(model(request.Messages[^1].Text))));

    private static ScriptedReply Call(string tool, Dictionary<string, object?> arguments) =>
        ScriptedReply.Call(tool, arguments, callId: "");

    // One agent alone, whose question is the prompt itself.
    private async Task AskAsync(string question, Func<string, string> model, string settings = "{}")
    {
        await using LocalRunner runner = _stage.Runner(model);
        TopologyRunResult result = await runner.RunAsync(
            Scenarios.Of("one", new EnsembleConfig { AggregationMethod = AggregationMethod.BestOf }),
            new Dictionary<string, AgentType> { ["e"] = Agent(settings) },
            Question(question)
        );
        result.Error.ShouldBeNull();
    }

    private async Task PlayAsync(string settings, params ScriptedReply[] replies)
    {
        await using LocalRunner runner = _stage.Runner((_, number) => replies[number]);
        (await Stage.RunAsync(runner, Agent(settings))).Error.ShouldBeNull();
    }

    private async Task<AgentMemory> MemoryAsync() =>
        AgentMemory.Of(await _stage.States.ReadAsync("rememberer", "memory", CancellationToken.None));

    private string LastQuestion() => _stage.Requests.Last().Messages[^1].Text;

    private string Result() =>
        _stage.Requests.Last().Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString()!;
}
