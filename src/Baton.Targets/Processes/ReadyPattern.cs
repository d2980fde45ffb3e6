using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Baton.Targets.Processes;

/// <summary>A regular expression that a program's output matches once it takes input.</summary>
public sealed record ReadyPattern : IParsable<ReadyPattern>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Regex _regex;

    private ReadyPattern(Regex regex) => _regex = regex;

    /// <summary>The expression as written.</summary>
    public string Text => _regex.ToString();

    /// <inheritdoc/>
    public static ReadyPattern Parse(string s, IFormatProvider? provider)
    {
        try
        {
            return new ReadyPattern(new Regex(s, RegexOptions.CultureInvariant, Patience));
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"`{s}` is no regular expression: {wrong.Message}", wrong);
        }
    }

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out ReadyPattern result
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

    /// <summary>Whether a line matches anywhere; a line that takes too long to decide about does not.</summary>
    public bool Matches(string line)
    {
        try
        {
            return _regex.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>The expression as written.</summary>
    public override string ToString() => Text;
}
