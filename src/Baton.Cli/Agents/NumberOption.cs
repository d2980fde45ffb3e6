using System.CommandLine;
using System.Globalization;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents;

/// <summary>An option that says how many to show.</summary>
/// <param name="option">The option.</param>
/// <param name="usual">How many without it.</param>
internal sealed class NumberOption(Option<string?> option, int usual)
{
    /// <summary>How many.</summary>
    /// <exception cref="Configuration.ConfigurationException">The option is no number.</exception>
    public int Read(ParseResult parsed, bool isJson) =>
        parsed.GetValue(option) is not { } text ? (isJson ? int.MaxValue : usual)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : throw UsageErrors.Of(option.Name, $"`{text}` is no number; write a whole number from 1");
}
