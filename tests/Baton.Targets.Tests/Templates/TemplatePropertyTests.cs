using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Templates;

public sealed class TemplatePropertyTests
{
    private static readonly Gen<string> _text = Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements("$", "$.", "{{", "}}", "{", "input", "messages", "[0]", "[", ".", " ", "x", "$.input", "\"")
            .ListOf()
            .Select(string.Concat)
    );

    [Fact]
    public void Arbitrary_text_is_a_template_or_a_format_error_and_renders() =>
        Prop.ForAll(
                _text.ToArbitrary(),
                _text.ToArbitrary(),
                (text, input) =>
                {
                    try
                    {
                        Template template = Template.ParseJson(text);
                        template.Render(Scope(input)).ShouldNotBeNull();
                        JsonElement.Parse(TemplateRendering.Json(template, Scope(input)));
                        return true;
                    }
                    catch (FormatException exception)
                    {
                        return exception.Message.Length > 0;
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Json_without_paths_comes_out_as_it_went_in() =>
        Prop.ForAll(
                Json(3).ToArbitrary(),
                json =>
                {
                    Template template = Template.ParseJson(
                        new JsonObject { ["root"] = json?.DeepClone() }.ToJsonString()
                    );
                    JsonNode? back = JsonNode.Parse(TemplateRendering.Json(template, Scope("x")))!["root"];
                    return template.IsConstant && JsonNode.DeepEquals(back, json);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void What_the_user_says_arrives_unchanged() =>
        Prop.ForAll(
                ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get).Where(IsText).ToArbitrary(),
                input =>
                {
                    string json = TemplateRendering.Json(
                        Template.ParseJson("""{"a":"$.input","b":"{{input}}!"}"""),
                        Scope(input)
                    );
                    JsonElement root = JsonElement.Parse(json);
                    return root.GetProperty("a").GetString() == input
                        && root.GetProperty("b").GetString() == input + "!";
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<JsonNode?> Json(int depth)
    {
        Gen<JsonNode?> leaf = Gen.OneOf(
            ArbMap.Default.GeneratorFor<int>().Select(number => (JsonNode?)JsonValue.Create(number)),
            ArbMap.Default.GeneratorFor<bool>().Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Constant((JsonNode?)null),
            ArbMap
                .Default.GeneratorFor<NonNull<string>>()
                .Where(text =>
                    IsText(text.Get)
                    && !text.Get.Contains("{{", StringComparison.Ordinal)
                    && !text.Get.Contains("$.", StringComparison.Ordinal)
                )
                .Select(text => (JsonNode?)JsonValue.Create(text.Get))
        );
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Json(depth - 1)
                    .ListOf()
                    .Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
                Json(depth - 1)
                    .ListOf()
                    .Select(items =>
                        (JsonNode?)
                            new JsonObject(items.Select((item, i) => KeyValuePair.Create($"k\"{i}", item?.DeepClone())))
                    )
            );
    }

    private static bool IsText(string text) => !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);

    private static TemplateScope Scope(string input) =>
        TemplateScope.From(new ConversationContext { RunId = "r" }, new Turn { Input = input });
}
