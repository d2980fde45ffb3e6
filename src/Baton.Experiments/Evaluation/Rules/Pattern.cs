using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>A regular expression of the user's, which may take a second for a text and no longer.</summary>
internal sealed class Pattern : IParsable<Pattern>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Regex _regex;

    private Pattern(Regex regex) => _regex = regex;

    /// <summary>Whether it is found in a text.</summary>
    /// <returns>A fail with a reason where it is not; an error where looking takes too long.</returns>
    public CheckResult FindIn(string text)
    {
        try
        {
            return _regex.IsMatch(text)
                ? CheckResult.Pass
                : CheckResult.Fail($"{Shown.Text(text)} does not match `{_regex}`");
        }
        catch (RegexMatchTimeoutException)
        {
            return CheckResult.Error($"`{_regex}` took longer than {Patience.TotalSeconds:0} s; simplify it");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">It is no regular expression.</exception>
    public static Pattern Parse(string s, IFormatProvider? provider)
    {
        try
        {
            return new Pattern(new Regex(s, RegexOptions.CultureInvariant | RegexOptions.Compiled, Patience));
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"`{s}` is no regular expression: {wrong.Message.TrimEnd('.')}", wrong);
        }
    }

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out Pattern result
    )
    {
        try
        {
            result = s is null ? null : Parse(s, provider);
        }
        catch (FormatException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>As written.</summary>
    public override string ToString() => _regex.ToString();
}
