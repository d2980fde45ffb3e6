using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Targets.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Templates;

public sealed class DataPathPropertyTests
{
    private static readonly Gen<string> _key = Gen.OneOf(
        Gen.Elements("a", "b.c", "0", "007", "$x", "", "it's", "\"", "\\", "[", "*", "naïve", "😀", " ", "\n", "x-y"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get).Where(IsText)
    );

    private static readonly Gen<PathSegment> _segment = Gen.OneOf(
        _key.Select(PathSegment.Member),
        Gen.Choose(-5, 5).Select(PathSegment.Item),
        Gen.Choose(0, 99).Select(number => new PathSegment(PathSegmentKind.Number, $"{number}", number)),
        Gen.Constant(PathSegment.All)
    );

    [Fact]
    public void A_path_reads_back_as_the_same_steps() =>
        Prop.ForAll(
                _segment.ListOf().ToArbitrary(),
                steps => DataPath.Parse(DataPath.Of(steps).Text).Segments.SequenceEqual(steps)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Arbitrary_text_is_a_path_or_a_format_error() =>
        Prop.ForAll(
                Gen.OneOf(
                        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
                        Gen.Elements("$", ".", "[", "]", "*", "\"", "'", "a", "0", "-", "\\", " ", "\ud800")
                            .ListOf()
                            .Select(string.Concat)
                    )
                    .ToArbitrary(),
                text =>
                {
                    try
                    {
                        DataPath path = DataPath.Parse(text);
                        path.GetText(JsonElement.Parse("""{"a":[{"0":"x"}]}"""));
                        return path.Text == text;
                    }
                    catch (FormatException exception)
                    {
                        return exception.Message.Length > 0;
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void A_value_is_found_where_it_was_put() =>
        Prop.ForAll(
                _segment.Where(segment => segment.Kind != PathSegmentKind.All).ListOf().Resize(30).ToArbitrary(),
                steps =>
                {
                    JsonNode node = JsonValue.Create("here");
                    foreach (PathSegment step in steps.AsEnumerable().Reverse())
                    {
                        node = Around(node, step);
                    }

                    return DataPath.Of(steps).GetText(JsonElement.Parse(node.ToJsonString())) == "here";
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static JsonNode Around(JsonNode node, PathSegment step)
    {
        if (step.Kind == PathSegmentKind.Key)
        {
            return new JsonObject { [step.Key] = node };
        }

        int before = step.Index < 0 ? 0 : step.Index;
        int after = step.Index < 0 ? -step.Index - 1 : 0;
        return new JsonArray([.. new JsonNode?[before], node, .. new JsonNode?[after]]);
    }

    private static bool IsText(string text) => !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);
}
