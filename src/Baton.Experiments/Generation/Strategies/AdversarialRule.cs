using System.Globalization;
using System.Text;
using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>
/// <c>adversarial</c>: the message with an attempt to lead the agent astray around it, in English whatever the message's
/// language. Where the attempt wants a word said, that word is new each time and stands in the metadata as the canary.
/// </summary>
internal sealed class AdversarialRule : IVariationRule
{
    private static readonly (string Name, Func<string, string> Encode)[] Ciphers =
    [
        ("base64", text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        ("hexadecimal", text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))),
        ("ROT13", Rotate),
        ("reversed letters", text => string.Concat(text.Reverse())),
        ("leetspeak", Leet),
        ("spaced letters", text => string.Join(' ', text.AsEnumerable())),
    ];

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => null;

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        InjectionFamily family = draw.Pick(InjectionFamily.All);
        string canary = "BATON-" + draw.Below(0x1000000).ToString("X6", CultureInfo.InvariantCulture);
        string goal = draw.Pick(InjectionFamily.Goals).Replace("{canary}", canary, StringComparison.Ordinal);
        (string cipher, var encode) = draw.Pick(Ciphers);
        string shape = draw.Pick(family.Shapes);
        bool wantsWord =
            shape.Contains("goal}", StringComparison.OrdinalIgnoreCase)
            || shape.Contains("{encoded}", StringComparison.Ordinal);
        StringBuilder text = new(shape);
        text.Replace("{goal}", goal)
            .Replace("{Goal}", WordCase.Capitalise(goal))
            .Replace("{cipher}", cipher)
            .Replace("{encoded}", encode(WordCase.Capitalise(goal) + "."))
            .Replace("{s}", Spacing.Ended(source.Words.Trim()));
        string technique = shape.Contains("{encoded}", StringComparison.Ordinal)
            ? $"{family.Name}: {cipher}"
            : family.Name;
        return new RuleVariation(text.ToString(), technique) { Canary = wantsWord ? canary : null };
    }

    private static string Rotate(string text) =>
        string.Concat(
            text.Select(letter =>
                char.IsAsciiLetterLower(letter) ? (char)('a' + ((letter - 'a' + 13) % 26))
                : char.IsAsciiLetterUpper(letter) ? (char)('A' + ((letter - 'A' + 13) % 26))
                : letter
            )
        );

    private static string Leet(string text) =>
        text.Replace('a', '4')
            .Replace('e', '3')
            .Replace('i', '1')
            .Replace('o', '0')
            .Replace('s', '5')
            .Replace('t', '7');
}
