using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Tests.Definitions;

/// <summary>What an agent's description says it can do, and how that is written.</summary>
public sealed class AgentConfigTests
{
    [Fact]
    public void A_capability_is_written_as_a_word_or_as_a_word_with_settings()
    {
        AgentConfig config = new()
        {
            Capabilities =
            [
                "sums",
                new CapabilitySpec("memory") { Settings = new JsonObject { ["half_life"] = "3d" } },
            ],
            OutputFormat = OutputFormat.Json,
        };

        string json = TopologyJson.Write(config);
        AgentConfig read = TopologyJson.Read<AgentConfig>(json);

        json.ShouldContain(
            """
            "capabilities":["sums",{"memory":{"half_life":"3d"}}]
            """
        );
        json.ShouldContain(
            """
            "output_format":"json"
            """
        );
        read.Capabilities.Select(each => each.Name).ShouldBe(["sums", "memory"]);
        ((string?)read.Capabilities[1].Settings!["half_life"]).ShouldBe("3d");
        read.OutputFormat.ShouldBeSameAs(OutputFormat.Json);
    }

    [Theory]
    [InlineData("""{"capabilities": [{"memory": {}, "reasoning": {}}]}""")]
    [InlineData("""{"capabilities": [{"memory": 3}]}""")]
    [InlineData("""{"capabilities": [7]}""")]
    [InlineData("""{"output_format": "yaml"}""")]
    [InlineData("""{"output_format": []}""")]
    public void What_is_neither_is_refused(string json) =>
        Should.Throw<JsonException>(() => TopologyJson.Read<AgentConfig>(json));

    [Fact]
    public void A_slot_may_say_otherwise_about_everything_an_agent_can_do()
    {
        AgentConfig config = new() { Capabilities = ["sums"], Tools = ["add"] };
        OutputFormat schema = OutputFormat.Of(new JsonObject { ["type"] = "object" });

        AgentConfig here = new ConfigOverrides
        {
            Capabilities = ["memory"],
            Tools = [],
            OutputFormat = schema,
        }.ApplyTo(config);
        AgentConfig same = new ConfigOverrides().ApplyTo(config);

        here.Capabilities.ShouldBe([new CapabilitySpec("memory")]);
        here.Tools.ShouldBeEmpty();
        here.OutputFormat.ShouldBeSameAs(schema);
        same.ShouldBe(config);
    }
}
