using System.Text.RegularExpressions;
using Baton.Agents;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;
using Baton.Targets.Templates;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>custom</c>: the replacements and templates of <c>input_generation.custom</c>, in any language.</summary>
internal sealed class CustomRule : IVariationRule
{
    /// <inheritdoc/>
    public string? Refusal(VariationSource source) =>
        source.Settings.Custom.Count == 0
            ? "there is nothing under `input_generation.custom`; describe there what it does"
        : Usable(source).Count == 0
            ? "`input_generation.custom` has prompts only, which need a model; add `replace` or `templates`, or use `mode: llm`"
        : null;

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        CustomVariation custom = draw.Pick(Usable(source));
        string text = source.Text.Unmask(source.Words);
        foreach ((string pattern, string replacement) in custom.Replace)
        {
            text = CustomVariation.IsRegex(pattern)
                ? Regex.Replace(text, pattern[1..^1], replacement, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))
                : new PhraseBook([(pattern, [replacement])]).ReplaceAll(text, draw);
        }

        if (custom.Templates.Count > 0)
        {
            text = Fill(draw.Pick(custom.Templates), text, source);
        }

        return new RuleVariation(text, custom.Name) { IsUsersOwn = true };
    }

    private static IReadOnlyList<CustomVariation> Usable(VariationSource source) =>
        [.. source.Settings.Custom.Where(custom => custom.Replace.Count + custom.Templates.Count > 0)];

    private static string Fill(Template template, string text, VariationSource source)
    {
        ConversationContext context = new()
        {
            RunId = source.Input.Id,
            Persona = source.Persona is null ? null : PersonaProse.ToContext(source.Persona),
            Metadata = source.Input.Metadata,
        };
        return template.Render(TemplateScope.From(context, new Turn { Input = text }));
    }
}
