using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration.Tests.Binding;
using Baton.TestSupport;

namespace Baton.Configuration.Tests.Schema;

public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void The_schema_says_what_the_records_say() =>
        ApprovedText.ShouldBeApproved(JsonSchemaWriter.For<Sample>().ToJsonString(_indented), "sample.schema.json");

    [Fact]
    public void Every_reference_has_its_definition()
    {
        JsonObject schema = JsonSchemaWriter.For<Sample>();
        string text = schema.ToJsonString();

        text.ShouldContain("#/$defs/Server");
        schema["$defs"]!["Server"]!["properties"]!["fallbacks"].ShouldNotBeNull();
    }
}
