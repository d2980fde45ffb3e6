using Baton.Mcp.Knowledge;

namespace Baton.Mcp.Tests.Knowledge;

public sealed class KnowledgeBaseTests(ITestOutputHelper output)
{
    private const int Asked = 3;

    [Fact]
    public void Of_sixty_questions_that_users_ask_at_least_54_are_answered_by_one_of_the_first_three_passages()
    {
        AskedQuestion[] questions = [.. AskedQuestion.All.Where(question => question.Places.Count > 0)];
        questions.Length.ShouldBe(60);

        AskedQuestion[] missed = [.. questions.Where(question => !Places(question.Text).Any(question.Places.Contains))];

        foreach (AskedQuestion question in missed)
        {
            output.WriteLine($"{question.Text}\n  wanted {string.Join("; ", question.Places)}");
            output.WriteLine($"  found  {string.Join("; ", Places(question.Text))}");
        }

        (questions.Length - missed.Length).ShouldBeGreaterThanOrEqualTo(54);
    }

    [Fact]
    public void Nothing_is_found_for_questions_that_the_docs_do_not_answer()
    {
        AskedQuestion[] questions = [.. AskedQuestion.All.Where(question => question.Places.Count == 0)];
        questions.Length.ShouldBe(10);

        foreach (AskedQuestion question in questions)
        {
            Places(question.Text).ShouldBeEmpty(question.Text);
        }
    }

    [Fact]
    public void Every_place_that_a_question_names_is_there()
    {
        HashSet<string> known = [.. DocumentLibrary.Pages.SelectMany(MarkdownPassages.Of).Select(Place)];

        AskedQuestion
            .All.SelectMany(question => question.Places)
            .Where(place => !known.Contains(place))
            .ShouldBeEmpty();
    }

    private static string[] Places(string question) =>
        [.. KnowledgeBase.Shipped.Ask(question, Asked).Select(found => Place(found.Passage))];

    private static string Place(Passage passage) =>
        passage.Above.Count == 0 ? passage.Page.Path : $"{passage.Page.Path} > {passage.Heading}";
}
