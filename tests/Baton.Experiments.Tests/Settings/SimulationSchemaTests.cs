using System.Text.Json.Nodes;
using Baton.Experiments.Settings;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Settings;

public sealed class SimulationSchemaTests
{
    [Fact]
    public void The_published_schema_is_that_of_the_settings() =>
        ApprovedText.ShouldBeApproved(SimulationSchema.Generate(), "../../../docs/formats/simulation.schema.json");

    [Fact]
    public void The_schema_is_shipped_inside_the_library_and_knows_both_spellings()
    {
        JsonNode properties = JsonNode.Parse(SimulationSchema.Text)!["properties"]!;

        properties["iterations"].ShouldNotBeNull();
        properties["runner"]!["properties"]!["iterations"].ShouldNotBeNull();
        properties["output_directory"].ShouldNotBeNull();
        properties["output"]!["properties"]!["directory"].ShouldNotBeNull();
    }
}
