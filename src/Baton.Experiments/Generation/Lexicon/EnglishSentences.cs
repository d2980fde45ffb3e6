using System.Text.RegularExpressions;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Lexicon;

/// <summary>Forms of English sentences and other forms with the same meaning.</summary>
internal static class EnglishSentences
{
    private const string Simple =
        @"(?:(?!\b(?:and|or|but|because|if|when|while|that|which|who|so|is|are|was|were|do|does|did|not|going)\b)[^,;:?.!])";

    private static readonly (Regex Form, string[] Others)[] Forms =
    [
        Form(
            @"how (?:do|can|could|should|would) i (?<vp>[^?!]+)",
            "What do I need to do to {vp}?",
            "Can you show me how to {vp}?",
            "I would like to know how to {vp}.",
            "Could you explain how I can {vp}?",
            "What is the best way to {vp}?",
            "Please tell me how to {vp}."
        ),
        Form(
            @"how to (?<vp>[^?!]+)",
            "What do I need to do to {vp}?",
            "How can I {vp}?",
            "Can you show me how to {vp}?",
            "What is the best way to {vp}?"
        ),
        Form(
            $@"(?<wh>what|where|who|when|how) (?<be>is|are|was|were) (?<np>(?:my|the|your|our|his|her|their|this|that|these|those|a|an|[\uE000-\uF8FF]){Simple}{{0,60}}|[\uE000-\uF8FF])",
            "Can you tell me {wh} {np} {be}?",
            "I would like to know {wh} {np} {be}.",
            "Do you know {wh} {np} {be}?",
            "Please tell me {wh} {np} {be}.",
            "I am trying to find out {wh} {np} {be}."
        ),
        Form(
            @"(?<wh>what|where|when|why|how|which \w+|how (?:much|many|long|far|often)(?: \w+)?) (?<aux>can|should|will|could|must) (?<who>i|we|you|it|they|the \w+|my \w+) (?<vp>[^?!]+)",
            "Can you tell me {wh} {who} {aux} {vp}?",
            "I would like to know {wh} {who} {aux} {vp}.",
            "Do you know {wh} {who} {aux} {vp}?"
        ),
        Form(
            @"(?:can|could|will|would) you (?:please )?(?<vp>[^?!]+)",
            "Would you be able to {vp}?",
            "Is it possible for you to {vp}?",
            "I would like you to {vp}.",
            "I would appreciate it if you could {vp}.",
            "Please {vp}."
        ),
        Form(
            @"(?:can|could|may) (?<who>i|we) (?<vp>[^?!]+)",
            "Is it possible to {vp}?",
            "Would it be possible to {vp}?",
            "I would like to know whether {who} can {vp}.",
            "Are there any ways to {vp}?"
        ),
        Form(
            @"do (?<who>you|they|we|i) (?<vp>[^?!]+)",
            "I would like to know whether {who} {vp}.",
            "Could you tell me if {who} {vp}?",
            "Can you confirm whether {who} {vp}?"
        ),
        Form(
            @"(?<be>is|are) there (?<np>[^?!]+)",
            "Could you tell me whether there {be} {np}?",
            "I would like to know if there {be} {np}.",
            "Can you confirm that there {be} {np}?"
        ),
        Form(
            @"i (?:want|would like|wish) to (?<vp>[^?!]+)",
            "I am looking to {vp}.",
            "I am hoping to {vp}.",
            "What I want is to {vp}.",
            "My aim is to {vp}.",
            "Is it possible to {vp}?"
        ),
        Form(
            @"i (?:want|would like) (?<np>[^?!]+)",
            "What I want is {np}.",
            "I am asking for {np}.",
            "I would like to have {np}.",
            "Could I have {np}?"
        ),
        Form(
            @"i need to (?<vp>[^?!]+)",
            "I have to {vp}.",
            "What I need is to {vp}.",
            "It is necessary for me to {vp}.",
            "I really must {vp}."
        ),
        Form(
            @"i need (?<np>[^?!]+)",
            "What I need is {np}.",
            "I am in need of {np}.",
            "Could I get {np}?",
            "I am looking for {np}."
        ),
        Form(
            @"(?:please )?(?<vp>(?:cancel|change|check|show|explain|give|send|find|help|tell|list|update|delete|remove|add|create|make|write|translate|summari[sz]e|describe|compare|recommend|suggest|open|close|stop|start|reset|track|schedule|remind|calculate|convert|play|set|turn|search|look|fix|move|copy|read|reply|forward|confirm|verify|transfer|pay|buy|sell|install|run|test|deploy|generate|draft|reserve|(?:order|book|return|refund|plan) (?:a|an|the|me|my|us|this|that|it))\b[^?!]+?)(?:,? please)?",
            "Can you {vp}?",
            "Could you {vp}?",
            "I would like you to {vp}.",
            "Would you be able to {vp}?",
            "I need you to {vp}.",
            "Please {vp}."
        ),
        Form(
            @"(?<np>my (?:\S+ ){2,}[^?!]+)",
            "It seems that {np}.",
            "I have noticed that {np}.",
            "The thing is that {np}."
        ),
    ];

    private static readonly string[] QuestionFrames =
    [
        "Here is my question: {s}?",
        "One question: {s}?",
        "What I would like to know: {s}?",
        "Help me with this: {s}?",
        "I have been asking myself: {s}?",
    ];

    private static readonly string[] StatementFrames =
    [
        "The thing is: {s}.",
        "This is about the following: {s}.",
        "Here is the situation: {s}.",
        "To put it in a sentence: {s}.",
    ];

    /// <summary>Says one sentence in another form.</summary>
    /// <param name="sentence">The masked sentence.</param>
    /// <param name="draw">Chooses among forms.</param>
    /// <param name="isForm">Whether a form of grammar fitted; otherwise the sentence stands in a frame.</param>
    public static string Rephrase(string sentence, SeededDraw draw, out bool isForm)
    {
        string core = Spacing.WithoutEnd(sentence);
        foreach ((Regex form, string[] others) in Forms)
        {
            Match match = form.Match(core);
            if (match.Success)
            {
                isForm = true;
                return Fill(draw.Pick(others), match);
            }
        }

        isForm = false;
        bool isQuestion = sentence.TrimEnd().EndsWith('?');
        return draw.Pick(isQuestion ? QuestionFrames : StatementFrames)
            .Replace("{s}", WordCase.Embed(core), StringComparison.Ordinal);
    }

    private static string Fill(string other, Match match)
    {
        string filled = other;
        foreach (Group group in match.Groups.Values.Where(group => group.Name is not "0"))
        {
            string value = group.Value.Trim();
            value =
                group.Name is "who" && value is "i" ? "I"
                : group.Name is "vp" ? value
                : WordCase.Embed(value);
            filled = filled.Replace(
                $"{{{group.Name}}}",
                group.Name is "vp" ? WordCase.Embed(value) : value,
                StringComparison.Ordinal
            );
        }

        return filled;
    }

    private static (Regex, string[]) Form(string pattern, params string[] others) =>
        (
            new Regex(
                $"^(?:{pattern})$",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            ),
            others
        );
}
