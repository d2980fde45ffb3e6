using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>Says where rules end, rather than mangling a text of a language they do not know.</summary>
internal static class EnglishOnly
{
    /// <summary>For rules that change English words.</summary>
    public static string? Refusal(VariationSource source) =>
        source.IsEnglish
            ? null
            : $"its rules know English only, and the text is {TextLanguage.NameOf(source.Language)}; use `mode: llm`";

    /// <summary>For rules that put sentences around a text, in languages there are sentences for.</summary>
    public static string? RefusalOfFrames(VariationSource source) =>
        source.IsEnglish || LanguageFrames.Find(source.Language) is not null
            ? null
            : $"its rules do not know {TextLanguage.NameOf(source.Language)}; use `mode: llm`";
}
