using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Templates;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Tests.Templates;

public sealed class TemplateTests
{
    private static readonly TemplateScope _scope = TemplateScope.From(
        new ConversationContext
        {
            RunId = "run-1",
            Persona = new PersonaContext(
                "novice",
                "A beginner",
                new JsonObject { ["goals"] = new JsonArray("a", "b") }
            ),
            Iteration = 2,
            Metadata = new JsonObject { ["order"] = 7 },
        },
        new Turn
        {
            Input = "say \"ü\"",
            Number = 3,
            History =
            [
                new ChatMessage(ChatRole.User, "hi"),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", "secret")]),
                new ChatMessage(ChatRole.Assistant, "hello"),
            ],
        }
    );

    [Theory]
    [InlineData("$.input", "\"say \\\"ü\\\"\"")]
    [InlineData("{{ input }}", "\"say \\\"ü\\\"\"")]
    [InlineData("{{$.turn}}", "3")]
    [InlineData("$.iteration", "2")]
    [InlineData("$.run_id", "\"run-1\"")]
    [InlineData("$.metadata", """{"order":7}""")]
    [InlineData("$.metadata.order", "7")]
    [InlineData("$.metadata.nothing", "null")]
    [InlineData("$.metadata.not-there", "null")]
    [InlineData("$.persona.goals[-1]", "\"b\"")]
    [InlineData("$.persona.goals[*]", """["a","b"]""")]
    [InlineData("$.persona", """{"name":"novice","prompt":"A beginner","goals":["a","b"]}""")]
    [InlineData("$.messages[*].role", """["user","assistant","user"]""")]
    [InlineData("$.messages[-1]", """{"role":"user","content":"say \"ü\""}""")]
    [InlineData("$.conversation.turns[*].content", """["hi","hello"]""")]
    [InlineData("$.context.persona", "\"novice\"")]
    public void A_string_that_is_one_path_keeps_the_values_type(string text, string json) =>
        Json(Template.Parse(text)).ShouldBe(json);

    [Theory]
    [InlineData("Hello $.persona.name!", "Hello novice!")]
    [InlineData("Hello {{ persona.name }}.txt", "Hello novice.txt")]
    [InlineData("It is turn $.turn.", "It is turn 3.")]
    [InlineData("$.turn$.iteration", "32")]
    [InlineData(" $.turn", " 3")]
    [InlineData("$.turn-$.iteration: $.persona.name/x", "3-2: novice/x")]
    [InlineData("[$.metadata.nothing]", "[]")]
    [InlineData("m=$.metadata", "m={\"order\":7}")]
    [InlineData("costs $5 or $$.input {{{{ x }}", "costs $5 or $.input {{ x }}")]
    [InlineData("", "")]
    public void A_path_inside_text_is_put_in_as_text(string text, string expected) =>
        Template.Parse(text).Render(_scope).ShouldBe(expected);

    [Fact]
    public void Values_can_be_encoded_and_the_templates_own_text_is_not() =>
        Template.Parse("/a b/{{ input }}").Render(_scope, Uri.EscapeDataString).ShouldBe("/a b/say%20%22%C3%BC%22");

    [Theory]
    [InlineData("$.inptu", "`$.inptu` names nothing a template knows; known are `input`, `messages`, `persona`")]
    [InlineData("{{ user }}", "names nothing")]
    [InlineData("$.input.txt", "`input` has nothing inside; to put text behind it write `{{ input }}`")]
    [InlineData("{{ input", "is never closed")]
    [InlineData("{{ a b }}", "position 2")]
    [InlineData("{{}}", "empty")]
    [InlineData("x $.messages[oops]", "`$.messages[oops]` is no path: `o` at position 12, expected a number")]
    public void A_path_that_leads_nowhere_is_an_error_at_once(string text, string message) =>
        Should.Throw<FormatException>(() => Template.Parse(text)).Message.ShouldContain(message);

    [Fact]
    public void Structures_are_walked()
    {
        ConfigurationMapping mapping = Mapping(
            ("text", Scalar("Hi {{ persona.name }}")),
            ("count", Scalar("0x10", ScalarKind.Integer)),
            ("big", Scalar("+12345678901234567890", ScalarKind.Integer)),
            ("real", Scalar("1.50", ScalarKind.Number)),
            ("yes", Scalar("True", ScalarKind.Boolean)),
            ("none", Scalar("~", ScalarKind.Null)),
            ("list", new ConfigurationSequence(_place, [Scalar("$.turn"), Mapping(("k\"", Scalar("v")))]))
        );
        ConfigurationErrors errors = new();
        Template template = Template.Read(mapping, "http.body_template", errors).ShouldNotBeNull();
        errors.IsEmpty.ShouldBeTrue();
        Json(template)
            .ShouldBe(
                """{"text":"Hi novice","count":16,"big":12345678901234567890,"real":1.5,"yes":true,"none":null,"list":[3,{"k\"":"v"}]}"""
            );
        template.IsConstant.ShouldBeFalse();
    }

    [Fact]
    public void A_mapping_written_as_json_is_parsed() =>
        Json(Read(Scalar("""  {"message": "$.input", "n": [1, "{{ turn }}"]}  """)))
            .ShouldBe("""{"message":"say \"ü\"","n":[1,3]}""");

    [Fact]
    public void Text_that_only_begins_with_a_bracket_stays_text() =>
        Json(Read(Scalar("[agent] {{ turn }}"))).ShouldBe("\"[agent] 3\"");

    [Fact]
    public void Every_wrong_path_is_told_with_its_key_and_place()
    {
        ConfigurationErrors errors = new();
        ConfigurationMapping mapping = Mapping(
            ("a", Scalar("$.nope")),
            ("b", new ConfigurationSequence(_place, [Scalar("{{ neither }}"), Scalar(".inf", ScalarKind.Number)]))
        );
        Template.Read(mapping, "http.body_template", errors).ShouldBeNull();
        errors
            .Items.Select(error => error.Key)
            .ShouldBe(["http.body_template.a", "http.body_template.b[0]", "http.body_template.b[1]"]);
    }

    [Theory]
    [InlineData("""{"n": {{ iteration }}}""")]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("{oops}")]
    public void What_begins_like_an_object_and_is_none_is_an_error(string text)
    {
        ConfigurationErrors errors = new();
        Template.Read(Scalar(text), "body", errors).ShouldBeNull();
        errors.Items.ShouldHaveSingleItem().Message.ShouldContain("begins like a JSON object");
    }

    private static readonly ConfigurationPlace _place = new("simulation.yaml", 3, 5);

    private static ConfigurationScalar Scalar(string text, ScalarKind kind = ScalarKind.Text) =>
        new(_place, text, kind);

    private static ConfigurationMapping Mapping(params (string Key, ConfigurationNode Value)[] entries) =>
        new(_place, [.. entries.Select(entry => new ConfigurationEntry(entry.Key, _place, entry.Value))]);

    private static Template Read(ConfigurationNode node) =>
        Template.Read(node, "body", new ConfigurationErrors()).ShouldNotBeNull();

    private static string Json(Template template) => TemplateRendering.Json(template, _scope);
}
