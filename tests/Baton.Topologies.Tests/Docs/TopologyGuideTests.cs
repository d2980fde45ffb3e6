using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;
using Baton.Topologies.Graphs;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Docs;

/// <summary>The guide's examples run, are drawn as they are, and come to what the guide shows.</summary>
public sealed class TopologyGuideTests
{
    public static TheoryData<TopologyType> EveryType() => [.. Enum.GetValues<TopologyType>()];

    [Theory]
    [MemberData(nameof(EveryType))]
    public async Task The_example_of_a_type_runs_and_has_the_output_that_is_shown(TopologyType type)
    {
        GuideSection section = Section(type);
        AssembledTeam team = TeamFile.Parse(section.Block("yaml")).Assemble();
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = new Actors(Play) });

        TopologyRunResult result = await runner.RunAsync(
            team.Topology,
            team.Agents,
            new JsonObject { ["prompt"] = "Go" }
        );

        team.Topology.Type.ShouldBe(type);
        result.Status.ShouldBe(ExecutionStatus.Completed, result.Error);
        JsonObject shown = JsonNode.Parse(section.Block("json"))!.AsObject();
        KeysOf(result.Output!).ShouldBe(KeysOf(shown), ignoreOrder: true);
        section.Block("mermaid").ShouldBe(TopologyGraph.Of(team.Topology, team.Agents).ToMermaid());
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void The_settings_of_a_type_are_all_there(TopologyType type)
    {
        JsonObject schema = JsonNode.Parse(TeamSchema.Text)!["$defs"]![Word(type)]!["properties"]!.AsObject();

        Section(type).Column("setting").ShouldBe(schema.Select(setting => setting.Key), ignoreOrder: true);
    }

    [Fact]
    public void The_format_page_can_be_read_and_names_every_key()
    {
        IReadOnlyList<GuideSection> page = GuideSection.Of("formats/team.md");
        TeamFile team = TeamFile.Parse(page[0].Block("yaml"));
        JsonNode schema = JsonNode.Parse(TeamSchema.Text)!["$defs"]!;

        team.Topologies.ShouldHaveSingleItem().Name.ShouldBe("research_ensemble");
        Keys(page, "An agent")
            .ShouldBe(
                Names(schema["agent"]!)
                    .Where(name => name != "config")
                    .Concat(Names(schema["agent"]!["properties"]!["config"]!).Select(name => $"config.{name}")),
                ignoreOrder: true
            );
        Keys(page, "A compound's parts").ShouldBe(Names(schema["part"]!), ignoreOrder: true);
        page.Single(section => section.Heading == "A topology")
            .Text.ShouldSatisfyAllConditions([
                .. Names(schema["topology"]!)
                    .Concat(Names(schema["member"]!["anyOf"]![1]!))
                    .Where(name => name != "name")
                    .Select<string, Action<string>>(name => text => text.ShouldContain($"`{name}`")),
            ]);
    }

    private static string[] Keys(IReadOnlyList<GuideSection> page, string heading) =>
        [.. page.Single(section => section.Heading == heading).Column("key")];

    private static IEnumerable<string> Names(JsonNode schema) =>
        schema["properties"]!.AsObject().Select(property => property.Key);

    private static GuideSection Section(TopologyType type) =>
        GuideSection.Of("guides/topologies.md").Single(section => section.Heading == Word(type));

    private static string Word(TopologyType type) => JsonSerializer.Serialize(type, TopologyJson.Options).Trim('"');

    // The keys of an object and of the first entry of each list in it; what is null is not written.
    private static IEnumerable<string> KeysOf(JsonObject shown) =>
        shown
            .Where(member => member.Key != "parts")
            .SelectMany(member =>
                member.Value is JsonArray { Count: > 0 } list && list[0] is JsonObject first
                    ? first.Select(inner => $"{member.Key}.{inner.Key}").Prepend(member.Key)
                    : [member.Key]
            );

    private static string Play(Asked asked) =>
        asked.Step.EndsWith("plan", StringComparison.Ordinal)
            ? """{"tasks": [{"task": "one"}], "subtasks": [{"task": "add", "capabilities": ["figures"]}]}"""
        : asked.Slot.StartsWith("checker_", StringComparison.Ordinal) ? """{"approved": true, "confidence": 0.9}"""
        : asked.Slot == "mediator" ? """{"winner": "draw", "verdict": "Both", "confidence": 0.7}"""
        : asked.Slot is "proponent" or "opponent" ? """{"stance": "s", "argument": "a", "agreement": 0.1}"""
        : "text";
}
