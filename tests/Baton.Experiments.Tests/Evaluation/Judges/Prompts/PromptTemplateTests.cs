using Baton.Experiments.Evaluation.Judges.Prompts;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Evaluation.Judges.Prompts;

public sealed class PromptTemplateTests
{
    [Fact]
    public void Names_in_braces_are_placeholders() =>
        PromptTemplate
            .Parse(
                "{input} {output} {expected?} {persona} {conversation} {tool_calls} {error} {metadata} {metadata.a.b[0]}"
            )
            .Placeholders.Select(static placeholder => placeholder.Name)
            .ShouldBe([
                "input",
                "output",
                "expected",
                "persona",
                "conversation",
                "tool_calls",
                "error",
                "metadata",
                "metadata.a.b[0]",
            ]);

    [Theory]
    [InlineData("""Answer with {"score": 7}""")]
    [InlineData("""Answer with {"a": {"b": {"c": 1}}}""")]
    [InlineData("Use { and } and {} as you like")]
    [InlineData("{ output }")]
    [InlineData("{1}")]
    public void Other_braces_stay_as_they_are(string prompt) =>
        PromptTemplate.Parse(prompt).Parts.ShouldAllBe(static part => part is PromptWords);

    [Fact]
    public void Doubled_braces_stand_for_the_words_themselves() =>
        Words(PromptTemplate.Parse("Write {{output}} or {{score}}")).ShouldBe("Write {output} or {score}");

    [Theory]
    [InlineData("{ouput}", "did you mean `{output}`?")]
    [InlineData("{Output}", "did you mean `{output}`?")]
    [InlineData("{toolcalls}", "did you mean `{tool_calls}`?")]
    [InlineData("{answer}", "known: `{input}`")]
    [InlineData("Rate 1-10: {score}", "For the words themselves write `{{score}}`")]
    [InlineData("{expected.text}", "is no placeholder")]
    [InlineData(" ", "is empty")]
    public void An_unknown_placeholder_is_an_error_with_advice(string prompt, string message) =>
        Should.Throw<FormatException>(() => PromptTemplate.Parse(prompt)).Message.ShouldContain(message);

    [Fact]
    public void Any_text_is_read_or_refused_with_words() =>
        Prop.ForAll<NonNull<string>>(static text =>
            {
                string prompt = text
                    .Get.Replace("a", "{", StringComparison.Ordinal)
                    .Replace("b", "}", StringComparison.Ordinal);
                return PromptTemplate.TryParse(prompt, null, out PromptTemplate? template)
                    ? template.ToString() == prompt
                    : Should.Throw<FormatException>(() => PromptTemplate.Parse(prompt)).Message.Length > 0;
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string Words(PromptTemplate template) =>
        string.Concat(template.Parts.Cast<PromptWords>().Select(static part => part.Text));
}
