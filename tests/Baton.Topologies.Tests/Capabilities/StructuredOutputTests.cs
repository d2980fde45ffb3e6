using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Capabilities.StructuredOutput;
using Baton.Topologies.Definitions;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>Answers that are JSON of a schema, and those that were not at first.</summary>
public sealed class StructuredOutputTests
{
    private const string Schema = """
        {"type": "object", "properties": {"city": {"type": "string"}, "rank": {"type": "integer", "minimum": 1}}, "required": ["city"]}
        """;

    private readonly Stage _stage = new();

    [Fact]
    public async Task An_answer_that_does_not_fit_is_sent_back_with_what_is_wrong_until_it_does()
    {
        string[] answers =
        [
            "Oslo, I think",
            """{"city": 7, "rank": 0}""",
            """Here: ```json {"city": "Oslo", "rank": 1} ```""",
        ];
        int asked = 0;
        await using LocalRunner runner = _stage.Runner(_ => answers[asked++]);

        TopologyRunResult result = await Stage.RunAsync(runner, Agent($$"""{"schema": {{Schema}}}"""));

        result.Output!["output"]!.ToString().ShouldBe("""{"city": "Oslo", "rank": 1}""");
        string[] told = [.. _stage.Requests.Select(request => request.Messages[^1].Text)];
        told[1].ShouldContain("Your answer is not JSON of the wanted schema");
        told[2].ShouldContain("`answer.city` is a number, and must be `string`; `answer.rank` is less than 1");
        result.Error.ShouldBeNull();
    }

    [Fact]
    public async Task After_the_last_correction_the_attempt_fails()
    {
        await using LocalRunner runner = _stage.Runner(_ => "Oslo");

        TopologyRunResult result = await Stage.RunAsync(
            runner,
            Agent($$"""{"schema": {{Schema}}, "max_repairs": 1}""")
        );

        result.Error!.ShouldContain("the answer has not the form `answer`: after 1 corrections (`max_repairs`)");
        _stage.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_form_that_a_pattern_needs_goes_before_the_agents_own_and_is_corrected_too()
    {
        int asked = 0;
        await using LocalRunner runner = _stage.Runner(message =>
            message == "Go" ? "42"
            : ++asked == 1 ? """{"approved": "yes"}"""
            : """{"approved": true}"""
        );
        Dictionary<string, AgentType> agents = new(StringComparer.Ordinal)
        {
            ["primary"] = Stage.Agent("primary"),
            ["checker_a"] = Agent($$"""{"schema": {{Schema}}}"""),
        };

        TopologyRunResult result = await runner.RunAsync(
            Scenarios.Of("c", new CrosscheckConfig()),
            agents,
            Scenario.Input
        );

        ((bool?)result.Output!["approved"]).ShouldBe(true);
        asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_target_is_told_the_schema_in_words_and_corrected_as_well()
    {
        Actors actors = new(asked =>
            asked.Input.Contains("is not JSON of the wanted schema") ? """{"city": "Oslo"}""" : "Oslo"
        );
        AgentType target = Agent($$"""{"schema": {{Schema}}}""");
        target = target with { Config = target.Config with { Target = [] } };
        await using LocalRunner runner = _stage.Runner(actors);

        TopologyRunResult result = await Stage.RunAsync(runner, target);

        result.Output!["output"]!.ToString().ShouldBe("""{"city": "Oslo"}""");
        actors.Asked.First().Input.ShouldContain("Answer with nothing but JSON of this schema");
    }

    [Fact]
    public async Task An_output_format_alone_is_checked_and_fails_the_attempt()
    {
        int asked = 0;
        AgentType agent = Stage.Agent("writer");
        agent = agent with
        {
            Config = agent.Config with { OutputFormat = OutputFormat.Of(JsonNode.Parse(Schema)!.AsObject()) },
        };
        await using LocalRunner runner = _stage.Runner(_ => ++asked == 1 ? "Oslo" : """{"city": "Oslo"}""");

        TopologyRunResult failed = await Stage.RunAsync(runner, agent);
        TopologyRunResult result = await Stage.RunAsync(runner, agent);

        failed.Error!.ShouldContain("the answer has not the form `answer`");
        result.Output!["output"]!.ToString().ShouldBe("""{"city": "Oslo"}""");
    }

    [Theory]
    [InlineData("""{"type": ["string", "null"]}""", "null", null)]
    [InlineData("""{"enum": ["a", 1]}""", "1.0", null)]
    [InlineData("""{"enum": ["a"]}""", "\"b\"", "`answer` must be one of [\"a\"]")]
    [InlineData(
        """{"items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "number"}}}""",
        "[1, \"x\"]",
        "`answer[1]` is a string, and must be `number`"
    )]
    [InlineData(
        """{"properties": {"a": {}}, "additionalProperties": false}""",
        """{"a": 1, "b": 2}""",
        "`answer.b` must not be there"
    )]
    [InlineData("""{"anyOf": [{"type": "string"}, {"minimum": 3}]}""", "2", "`answer` fits none of the forms allowed")]
    [InlineData(
        """{"oneOf": [{"type": "number"}, {"minimum": 3}]}""",
        "4",
        "`answer` must fit exactly one of the forms allowed"
    )]
    [InlineData("""{"not": {"type": "string"}}""", "\"x\"", "`answer` has a form that is not allowed")]
    [InlineData(
        """{"pattern": "^[a-c]+$", "maxLength": 3}""",
        "\"abcd\"",
        "`answer` does not match `^[a-c]+$`; `answer` is longer than 3 characters"
    )]
    [InlineData("""{"uniqueItems": true, "minItems": 1}""", "[1, 2, 1]", "`answer` has an item twice")]
    [InlineData("""{"multipleOf": 0.1}""", "0.3", null)]
    [InlineData("""{"$ref": "#"}""", "1", "`answer` refers to itself without an end")]
    public void A_value_is_held_against_a_schema(string schema, string value, string? expected)
    {
        IReadOnlyList<string> errors = SchemaCheck.Errors(JsonElement.Parse(schema), JsonElement.Parse(value));

        (errors.Count == 0 ? null : string.Join("; ", errors)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"type": "strnig"}""", "`schema.type` must be one or several of object, array")]
    [InlineData(
        """{"properties": {"a": {"patternProperties": {}}}}""",
        "`schema.properties.a.patternProperties` is a word that Baton does not hold answers to"
    )]
    [InlineData("""{"items": 3}""", "`schema.items` is no schema")]
    [InlineData("""{"$ref": "#/$defs/none"}""", "there is nothing there")]
    [InlineData("""{"pattern": "("}""", "is no regular expression")]
    [InlineData("""{"minLength": -1}""", "must be a whole number, at least 0")]
    public void A_schema_that_would_check_nothing_is_refused(string schema, string expected) =>
        SchemaWords.Problems(JsonElement.Parse(schema)).Single().ShouldContain(expected);

    private static AgentType Agent(string settings) => Stage.Agent("writer", Stage.With("structured_output", settings));
}
