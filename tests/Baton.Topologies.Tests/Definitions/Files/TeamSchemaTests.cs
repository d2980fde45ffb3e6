using System.Text.Json.Nodes;
using Baton.TestSupport;
using Baton.Topologies.Definitions.Files;

namespace Baton.Topologies.Tests.Definitions.Files;

public sealed class TeamSchemaTests
{
    [Fact]
    public void The_published_schema_is_that_of_the_reader() =>
        ApprovedText.ShouldBeApproved(TeamSchema.Generate(), "../../../docs/formats/team.schema.json");

    [Fact]
    public void The_schema_is_shipped_inside_the_library_and_all_it_refers_to_is_in_it()
    {
        JsonNode schema = JsonNode.Parse(TeamSchema.Text)!;

        string[] references = [.. References(schema).Distinct()];

        references.ShouldContain("#/$defs/ensemble");
        references.ShouldAllBe(reference => schema["$defs"]![reference.Substring("#/$defs/".Length)] != null);
    }

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject section => section.SelectMany(member =>
                member is { Key: "$ref", Value: JsonValue reference }
                    ? [reference.ToString()]
                    : References(member.Value)
            ),
            JsonArray items => items.SelectMany(References),
            _ => [],
        };
}
