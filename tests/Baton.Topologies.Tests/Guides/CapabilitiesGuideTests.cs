using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Tests.Guides;

/// <summary>The code and the files of <c>docs/guides/capabilities.md</c>.</summary>
public sealed partial class CapabilitiesGuideTests
{
    private const string Guide = "docs/guides/capabilities.md";

    [Fact]
    public void The_guide_shows_the_code_below() => Snippets.ShouldBeIn(Guide, "tests/Baton.Topologies.Tests/Guides");

    [Fact]
    public void Every_team_of_the_guide_is_read_and_nothing_is_wrong_with_what_its_agents_can_do()
    {
        CapabilityCheck check = new(CapabilityRegistry.Default, tools: null, canAsk: true);
        string[] blocks = [.. Block().Matches(Text()).Select(block => block.Groups[1].Value)];

        blocks.Length.ShouldBeGreaterThanOrEqualTo(5);
        foreach (string yaml in blocks)
        {
            TeamFile.Parse(yaml).Agents.SelectMany(check.Problems).ShouldBeEmpty(yaml);
        }
    }

    [Fact]
    public void The_guide_names_every_setting_with_its_default()
    {
        string text = Text();
        foreach (
            string setting in new[]
            {
                typeof(ToolUseSettings),
                typeof(Topologies.Capabilities.Memory.MemorySettings),
                typeof(Topologies.Capabilities.Reasoning.ReasoningSettings),
                typeof(Topologies.Capabilities.HumanInLoop.HumanInLoopSettings),
                typeof(Topologies.Capabilities.StructuredOutput.StructuredOutputSettings),
            }
                .SelectMany(type => type.GetProperties())
                .Where(property => property.DeclaringType == property.ReflectedType && property.CanWrite)
                .Select(property => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))
        )
        {
            text.ShouldContain($"| `{setting}` |");
        }
    }

    [Fact]
    public async Task An_answer_waits_for_a_person_and_another_process_goes_on()
    {
        using TempWorkspace workspace = new();
        string database = workspace.PathOf("agent.db");
        TeamFile team = TeamFile.Parse(Block().Match(Text()).Groups[1].Value);
        (Topology topology, IReadOnlyDictionary<string, AgentType> agents) = Assembled(team);
        ModelAgents models = new(_ => new ScriptedChatClient((_, _) => ScriptedReply.Say("Dear customer")));
        string id;
        await using (LocalRunner runner = new(place: At(database, models)))
        {
            TopologyRunResult paused = await runner.RunAsync(
                topology,
                agents,
                new JsonObject { ["prompt"] = "Hello?" }
            );
            paused.Status.ShouldBe(ExecutionStatus.Paused);
            id = paused.ExecutionId;
        }

        List<string> shown = [];

        // snippet: decide
        await using (ITopologyStore store = TopologyStores.Open(database))
        {
            foreach (Approval approval in await store.Approvals.ReadAsync(id, CancellationToken.None))
            {
                shown.Add($"{approval.Request.Question} {approval.Request.Context}");
            }

            ApprovalDecision decision = new(IsApproved: true, Comment: "", By: "ann", TimeProvider.System.GetUtcNow());
            await store.Approvals.DecideAsync(id, path: null, decision, CancellationToken.None);
        }
        // end snippet

        shown.ShouldBe(["May this letter go out? Dear customer"]);
        await using LocalRunner other = new(place: At(database, models));
        TopologyRunResult done = await other.ResumeAsync(id);
        done.Status.ShouldBe(ExecutionStatus.Completed);
        done.Output!["output"]!.ToString().ShouldBe("Dear customer");
    }

    [Fact]
    public async Task Functions_and_capabilities_of_ones_own_are_given_to_the_runner()
    {
        ModelAgents models = new(_ => new ScriptedChatClient(
            (request, number) =>
                number == 0
                    ? ScriptedReply.Call("weather", new Dictionary<string, object?> { ["city"] = "Oslo" })
                    : ScriptedReply.Say($"{request.Messages[0].Text.Split('\n')[^1]}")
        ));

        // snippet: give-to-runner
        AIFunction weather = AIFunctionFactory.Create((string city) => $"Rain in {city}", "weather");
        RunnerPlace place = new()
        {
            Agents = models,
            Tools = new ToolRegistry(weather),
            Capabilities = CapabilityRegistry.Default.With<Courteous>(),
        };
        await using LocalRunner runner = new(place: place);

        AgentType clerk = new()
        {
            Name = "clerk",
            Role = AgentRole.Executor,
            Config = new AgentConfig
            {
                Tools = ["weather"],
                Capabilities =
                [
                    "tool_use",
                    new CapabilitySpec("courteous") { Settings = new JsonObject { ["language"] = "Norwegian" } },
                ],
            },
        };
        Topology topology = new() { Name = "desk", Config = new PipelineConfig() };
        TopologyRunResult result = await runner.RunAsync(
            topology,
            new Dictionary<string, AgentType> { ["clerk"] = clerk },
            new JsonObject { ["prompt"] = "What is the weather in Oslo?" }
        );
        // end snippet

        result.Error.ShouldBeNull();
        result.Output!["output"]!.ToString().ShouldBe("Answer politely, in Norwegian.");
    }

    private static (Topology Topology, IReadOnlyDictionary<string, AgentType> Agents) Assembled(TeamFile team) =>
        (team.Topologies[0], team.Agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal));

    private static RunnerPlace At(string database, ModelAgents models) =>
        new() { Store = TopologyStores.Open(database), Agents = models };

    private static string Text([CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "../../..", Guide));

    [GeneratedRegex("^```yaml\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
