using Baton.Experiments.Evaluation.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Evaluation;

public sealed class TextSimilarityTests
{
    // The values of Python's difflib.SequenceMatcher(None, a, b, autojunk=False).ratio().
    [Theory]
    [InlineData("", "", 1)]
    [InlineData("abcd", "bcde", 0.75)]
    [InlineData("qabxcd", "abycdf", 0.6666666666666666)]
    [InlineData("private Thread currentThread;", "private volatile Thread currentThread;", 0.8656716417910447)]
    [InlineData("abc", "", 0)]
    public void Difflib_gives_what_Python_gives(string a, string b, double expected) =>
        TextSimilarity.Difflib(a, b).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData("kitten", "sitting", 3, 7)]
    [InlineData("flaw", "lawn", 2, 4)]
    [InlineData("", "abc", 3, 3)]
    public void Levenshtein_counts_edits_over_the_longer_text(string a, string b, int edits, int longer) =>
        TextSimilarity.Levenshtein(a, b).ShouldBe(1 - (double)edits / longer, 1e-12);

    [Theory]
    [InlineData("The cat sat", "the CAT", 0.8)]
    [InlineData("a a b", "a b b", 2.0 / 3)]
    [InlineData("!", "?", 1)]
    public void Words_are_compared_in_any_order(string a, string b, double expected) =>
        TextSimilarity.Words(a, b).ShouldBe(expected, 1e-12);

    [Fact]
    public void Long_texts_are_compared_word_by_word()
    {
        string text = string.Join(' ', Enumerable.Range(0, 5000).Select(i => $"word{i}"));
        string changed = text.Replace("word17 ", "other ", StringComparison.Ordinal);

        TextSimilarity.Difflib(text, changed).ShouldBe(4999.0 / 5000, 1e-9);
        TextSimilarity.Levenshtein(text, changed).ShouldBe(4999.0 / 5000, 1e-9);
    }

    [Fact]
    public void Closeness_lies_between_none_and_all_and_a_text_is_all_like_itself() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<string?>(),
                ArbMap.Default.ArbFor<string?>(),
                (a, b) =>
                {
                    (string one, string other) = (a ?? "", b ?? "");
                    Func<string, string, double>[] measures =
                    [
                        TextSimilarity.Difflib,
                        TextSimilarity.Levenshtein,
                        TextSimilarity.Words,
                    ];
                    foreach (Func<string, string, double> measure in measures)
                    {
                        measure(one, other).ShouldBeInRange(0, 1);
                        measure(one, one).ShouldBe(1);
                    }

                    TextSimilarity.Levenshtein(one, other).ShouldBe(TextSimilarity.Levenshtein(other, one), 1e-12);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
