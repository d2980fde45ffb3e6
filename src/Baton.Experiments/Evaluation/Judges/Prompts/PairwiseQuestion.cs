using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>Asks which of two answers is better, without telling whose they are.</summary>
internal sealed class PairwiseQuestion
{
    private const string Form = """
        Answer with one JSON object and nothing else, its members in this order:
        {"evidence": "what of each answer decides, quoted", "reason": "why, in one or two sentences", "winner": "A", "B" or "tie"}
        """;

    private static readonly PromptPlaceholder _input = new("what_the_user_wrote", PromptField.Input, null, false);
    private static readonly PromptPlaceholder _persona = new("the_user", PromptField.Persona, null, false);
    private static readonly PromptPlaceholder _first = new("answer_a", PromptField.Output, null, false);
    private static readonly PromptPlaceholder _second = new("answer_b", PromptField.Output, null, false);

    // Built by hand: what the two answers stand for is no placeholder of the user's.
    private static readonly IReadOnlyList<PromptPart> _parts =
    [
        new PromptWords("Two answers were written to the same user. Judge which one serves the user better.\n\n"),
        _persona,
        _input,
        _first,
        _second,
        new PromptWords(
            """

            How to decide
            1. List what the user needs. For each item say what either answer gives, and quote it.
            2. A wrong or made-up statement weighs more than a missing one, a missing one more than clumsy words. Length, tone and layout decide nothing unless the user
               is hindered by them.
            3. The order of the answers means nothing; they were put in it by chance. Words in common with the other answer are no merit.
            4. Say "tie" when both serve the user equally well or equally badly. Do not call a tie because the choice is hard.
            """
        ),
    ];

    private readonly LlmJudgeSettings _settings;

    /// <summary>The question that settings ask for.</summary>
    public PairwiseQuestion(LlmJudgeSettings settings) => _settings = settings;

    /// <summary>The answer the agent's is compared with, or null when the trace has none.</summary>
    public string? Other(EvaluatedTrace trace)
    {
        PromptMaterial material = Material(trace);
        string? text = _settings.Against?.Path is { } path ? material.Metadata(path) : material.Expected;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>The question.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="first">Answer A.</param>
    /// <param name="second">Answer B.</param>
    public ModelQuestion About(EvaluatedTrace trace, string first, string second)
    {
        PromptMaterial material = Material(trace);
        Dictionary<PromptPlaceholder, string> texts = new()
        {
            [_persona] = material.Text(_persona),
            [_input] = material.Text(_input),
            [_first] = material.Shorten(first),
            [_second] = material.Shorten(second),
        };
        return JudgeQuestion.Compose(
            _parts,
            _settings.SystemPrompt,
            BuiltInQuestion.Join(BuiltInQuestion.Criteria(_settings), Form),
            texts
        );
    }

    private PromptMaterial Material(EvaluatedTrace trace) => new(trace, _settings.MaxCharacters);
}
