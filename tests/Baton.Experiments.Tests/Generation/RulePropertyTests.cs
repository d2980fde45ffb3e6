using Baton.Experiments.Generation.Strategies;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Settings;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Generation;

public sealed class RulePropertyTests
{
    private static readonly string[] Words =
    [
        "where",
        "is",
        "my",
        "order",
        "the",
        "I",
        "want",
        "to",
        "cancel",
        "please",
        "don't",
        "not",
        "never",
        "a",
        "how",
        "do",
        "can",
        "you",
        "help",
        "me",
        "with",
        "problem",
        "buy",
        "Paris",
        "Ms Müller",
        "1042",
        "$12.99",
        "2024-03-01",
        "A-17b",
        "https://example.com/a?b=1",
        "a.b@example.org",
        "`code()`",
        "\"keep this\"",
        "{{ slot }}",
        "${HOME}",
        "/usr/bin/x",
        "--flag",
        "snake_case",
        "iPhone",
        "NASA",
        "50%",
        "10:30",
        "@me",
        "#tag",
        "<b>",
        "Straße",
        "größer",
        "주문",
        "訂單",
        "заказ",
        "😀",
        "\uE000",
        ".",
        "?",
        "!",
        ",",
        ":",
        "\n",
        "'tis",
        "“quoted”",
        "(x)",
        "and",
        "because",
        "when",
    ];

    private static Gen<string> Texts =>
        Gen.OneOf(
                Gen.Elements(Words).NonEmptyListOf().Select(words => string.Join(' ', words)),
                Gen.Elements(Words).NonEmptyListOf().Select(string.Concat),
                ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => WellFormed(text.Get))
            )
            .Where(text => !string.IsNullOrWhiteSpace(text));

    public static TheoryData<VariationStrategy> Strategies => Rules.All;

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Every_variation_differs_from_its_base_and_from_the_others(VariationStrategy strategy) =>
        ForAll(text =>
        {
            string[] texts = [.. Rules.Of(Rules.Source(text), strategy, 5).Select(varied => varied.Text)];
            texts.ShouldBeUnique();
            texts.ShouldNotContain(text);
            texts.ShouldAllBe(varied => varied.Trim().Length > 0);
        });

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Numbers_addresses_code_and_quotations_are_kept_letter_by_letter(VariationStrategy strategy) =>
        ForAll(text =>
        {
            foreach (VariedText varied in Rules.Of(Rules.Source(text), strategy, 5))
            {
                foreach (
                    string kept in Rules
                        .Kept(text)
                        .Where(kept => !IsName(kept) || strategy != VariationStrategy.Multilingual)
                )
                {
                    varied.Text.ShouldContain(kept, Case.Sensitive, $"{varied.Technique}: {text}");
                }
            }
        });

    [Theory]
    [MemberData(nameof(Strategies))]
    public void The_same_seed_gives_the_same_and_a_longer_list_begins_like_the_shorter(VariationStrategy strategy) =>
        ForAll(text =>
        {
            IReadOnlyList<VariedText> few = Rules.Of(Rules.Source(text), strategy, 2, seed: 7);
            IReadOnlyList<VariedText> many = Rules.Of(Rules.Source(text), strategy, 4, seed: 7);
            many.Take(few.Count).ShouldBe(few);
        });

    [Fact]
    public void Masked_texts_come_back_as_they_were() =>
        ForAll(text =>
        {
            MaskedText masked = MaskedText.Of(text);
            masked.IsWhole(masked.Masked).ShouldBeTrue();
            masked.Unmask(masked.Masked).ShouldBe(text);
        });

    [Fact]
    public void Similarity_is_symmetric_from_0_to_1_and_1_for_the_same_words() =>
        Prop.ForAll(
                Texts.ToArbitrary(),
                Texts.ToArbitrary(),
                (left, right) =>
                {
                    Shingles one = new(left);
                    Shingles other = new(right);
                    double similarity = one.SimilarityTo(other);
                    similarity.ShouldBeInRange(0, 1);
                    similarity.ShouldBe(other.SimilarityTo(one));
                    one.SimilarityTo(new Shingles(left + "!")).ShouldBe(1);
                }
            )
            .Check(Config.QuickThrowOnFailure);

    private static void ForAll(Action<string> holds) =>
        Prop.ForAll(Texts.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static bool IsName(string kept) => kept.All(letter => char.IsLetter(letter) || letter is '-' or '\'');

    private static string WellFormed(string text) =>
        System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
