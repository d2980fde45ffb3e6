namespace Baton.Configuration.Tests;

public sealed class SuggestionTests
{
    private static readonly string[] _known =
    [
        "iterations",
        "personas",
        "multi_turn",
        "max_turns",
        "url",
        "timeout_seconds",
    ];

    [Theory]
    [InlineData("itertions", "iterations")]
    [InlineData("iteratoins", "iterations")]
    [InlineData("Personas", "personas")]
    [InlineData("multi-turn", "multi_turn")]
    [InlineData("multiturn", "multi_turn")]
    [InlineData("maxTurns", "max_turns")]
    [InlineData("ulr", "url")]
    [InlineData("time_out", "timeout_seconds")]
    [InlineData("iter", "iterations")]
    public void A_slip_finds_the_word_that_was_meant(string word, string meant) =>
        Suggestion.For(word, _known).ShouldBe(meant);

    [Theory]
    [InlineData("")]
    [InlineData("___")]
    [InlineData("temperature")]
    [InlineData("xyz")]
    [InlineData("tim")]
    public void A_word_far_from_all_finds_none(string word) => Suggestion.For(word, _known).ShouldBeNull();

    [Fact]
    public void A_very_long_word_finds_none() => Suggestion.For(new string('u', 100_000), _known).ShouldBeNull();

    [Fact]
    public void A_hint_ends_a_message()
    {
        Suggestion.Hint("ulr", _known).ShouldBe("; did you mean `url`?");
        Suggestion.Hint("temperature", _known).ShouldBe("");
    }
}
