using Baton.Mcp.Knowledge;
using Baton.Mcp.Knowledge.Wording;

namespace Baton.Mcp.Tests.Knowledge;

public sealed class KnowledgeBaseTests(ITestOutputHelper output)
{
    private const int Asked = 3;

    private static readonly Passage[] _passages = [.. DocumentLibrary.Pages.SelectMany(MarkdownPassages.Of)];

    [Fact]
    public void Of_sixty_questions_that_users_ask_at_least_54_are_answered_by_one_of_the_first_three_passages() =>
        Answered(AskedQuestion.First, of: 60).ShouldBeGreaterThanOrEqualTo(54);

    [Fact]
    public void So_are_54_of_sixty_questions_of_somebody_who_had_not_seen_the_ranking() =>
        Answered(AskedQuestion.Strangers, of: 60).ShouldBeGreaterThanOrEqualTo(54);

    [Fact]
    public void Nothing_is_found_for_questions_that_the_docs_do_not_answer()
    {
        AskedQuestion[] questions = [.. AskedQuestion.First.Where(question => question.Places.Count == 0)];
        questions.Length.ShouldBe(10);

        foreach (AskedQuestion question in questions)
        {
            Places(question.Text).ShouldBeEmpty(question.Text);
        }
    }

    [Fact]
    public void Of_a_strangers_twenty_questions_that_the_docs_do_not_answer_few_find_anything()
    {
        AskedQuestion[] questions = [.. AskedQuestion.Strangers.Where(question => question.Places.Count == 0)];
        questions.Length.ShouldBe(20);

        AskedQuestion[] misled = [.. questions.Where(question => Places(question.Text).Length > 0)];

        foreach (AskedQuestion question in misled)
        {
            output.WriteLine($"{question.Text}\n  found  {string.Join("; ", Places(question.Text))}");
        }

        misled.Length.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Every_place_that_a_question_or_a_phrase_names_is_there()
    {
        HashSet<string> known = [.. _passages.Select(passage => passage.Place)];

        AskedQuestion
            .First.Concat(AskedQuestion.Strangers)
            .SelectMany(question => question.Places)
            .Concat(AskedPhrases.Shipped.Places)
            .Where(place => !known.Contains(place))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_section_of_the_documentation_has_the_words_in_which_people_ask_for_it() =>
        _passages
            .Where(passage => !passage.Page.Path.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .Where(passage => !passage.IsLinkList && AskedPhrases.Shipped.Of(passage).Count == 0)
            .Select(passage => passage.Place)
            .ShouldBeEmpty("add phrases to src/Baton.Mcp/Knowledge/Wording/asked.txt");

    private int Answered(IEnumerable<AskedQuestion> asked, int of)
    {
        AskedQuestion[] questions = [.. asked.Where(question => question.Places.Count > 0)];
        questions.Length.ShouldBe(of);

        AskedQuestion[] missed = [.. questions.Where(question => !Places(question.Text).Any(question.Places.Contains))];

        foreach (AskedQuestion question in missed)
        {
            output.WriteLine($"{question.Text}\n  wanted {string.Join("; ", question.Places)}");
            output.WriteLine($"  found  {string.Join("; ", Places(question.Text))}");
        }

        return questions.Length - missed.Length;
    }

    private static string[] Places(string question) =>
        [.. KnowledgeBase.Shipped.Ask(question, Asked).Select(found => found.Passage.Place)];
}
