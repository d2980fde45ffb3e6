using System.Text;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>Puts a judge's question about a trace into words.</summary>
/// <param name="template">The question.</param>
/// <param name="system">Who the judge is; <see langword="null"/> for the built-in text.</param>
/// <param name="form">The form of the answer, or <see langword="null"/> when the template tells it.</param>
/// <param name="longest">The most characters of one value.</param>
internal sealed class JudgeQuestion(PromptTemplate template, string? system, string? form, int longest)
{
    private const string BuiltInSystem = """
        You judge the work of an AI agent, carefully and without favour.
        Judge what is there, not what might have been meant. First collect the evidence, then decide; the score follows from the evidence.
        Length, confidence, politeness and formatting are no merits in themselves, and agreement with your own taste is none.
        A rare case is no reason for the middle of the scale: use all of it.
        """;

    /// <summary>Why the trace cannot be asked about, as a sentence; null when it can.</summary>
    public string? Missing(EvaluatedTrace trace)
    {
        PromptMaterial material = new(trace, longest);
        return template.Placeholders.Select(material.Missing).FirstOrDefault(static missing => missing is not null);
    }

    /// <summary>Whether the question is about what the agent said or did.</summary>
    public bool IsAboutAgent { get; } =
        template.Placeholders.Any(static placeholder =>
            placeholder.Field is PromptField.Output or PromptField.Conversation or PromptField.ToolCalls
        );

    /// <summary>The question.</summary>
    /// <param name="trace">The trace; nothing of it is missing.</param>
    public ModelQuestion About(EvaluatedTrace trace)
    {
        PromptMaterial material = new(trace, longest);
        Dictionary<PromptPlaceholder, string> texts = template
            .Placeholders.Distinct()
            .ToDictionary(static placeholder => placeholder, material.Text);
        return Compose(template.Parts, system, form, texts);
    }

    /// <summary>The question with the texts of its placeholders.</summary>
    public static ModelQuestion Compose(
        IReadOnlyList<PromptPart> parts,
        string? system,
        string? form,
        IReadOnlyDictionary<PromptPlaceholder, string> texts
    )
    {
        Fence fence = new(texts.Values);
        StringBuilder prompt = new();
        foreach (PromptPart part in parts)
        {
            bool startsLine = prompt is [] or [.., '\n'];
            if (part is PromptPlaceholder placeholder)
            {
                prompt
                    .Append(startsLine ? "" : "\n")
                    .Append(fence.Around(placeholder.Name, texts[placeholder]))
                    .Append('\n');
            }
            else
            {
                // Behind a placeholder the line has ended already.
                string words = ((PromptWords)part).Text;
                prompt.Append(startsLine && words is ['\n', .. var rest] ? rest : words);
            }
        }

        string instructions = string.Join(
            "\n\n",
            ((string?[])[system ?? BuiltInSystem, texts.Count == 0 ? null : fence.Rule, form]).OfType<string>()
        );
        return ModelQuestion.Of(instructions, prompt.ToString().Trim());
    }
}
