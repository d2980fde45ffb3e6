using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.TestSupport;
using Baton.Topologies.Capabilities.StructuredOutput;
using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Patterns;

/// <summary>What topologies come to, as JSON Schema.</summary>
public sealed class OutputSchemaTests
{
    public static TheoryData<TopologyType> EveryType() => [.. Enum.GetValues<TopologyType>()];

    public static TheoryData<string> EveryScenario() => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(EveryType))]
    public void The_published_schema_is_that_of_the_output(TopologyType type) =>
        ApprovedText.ShouldBeApproved(
            TopologyOutputSchema.Text(type),
            $"../../../docs/formats/topology-output/{TopologyOutputSchema.Word(type)}.schema.json"
        );

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public async Task Every_output_fits_its_schema(string name)
    {
        Scenario scenario = Scenarios.All[name];
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = new Actors(scenario.Play) });

        TopologyRunResult result = await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);

        JsonElement schema = JsonSerializer.SerializeToElement<JsonNode>(TopologyOutputSchema.Of(scenario.Config.Type));
        SchemaWords.Problems(schema).ShouldBeEmpty();
        SchemaCheck
            .Errors(schema, JsonSerializer.SerializeToElement<JsonNode>(result.Output!))
            .ShouldBeEmpty(result.Output!.ToJsonString());
    }

    [Fact]
    public async Task The_output_with_members_that_failed_fits_too()
    {
        Actors actors = new(asked => asked.Slot == "b" ? "FAIL" : "yes");
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });

        TopologyRunResult result = await runner.RunAsync(
            Scenarios.Of("e", new EnsembleConfig { AggregationMethod = AggregationMethod.Vote }),
            Actors.In("a", "b"),
            Scenario.Input
        );

        JsonElement schema = JsonSerializer.SerializeToElement<JsonNode>(
            TopologyOutputSchema.Of(TopologyType.Ensemble)
        );
        SchemaCheck.Errors(schema, JsonSerializer.SerializeToElement<JsonNode>(result.Output!)).ShouldBeEmpty();
        result.Output!["members"]![1]!["error"].ShouldNotBeNull();
    }
}
