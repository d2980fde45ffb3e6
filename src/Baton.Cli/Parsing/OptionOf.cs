using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Configuration;

namespace Baton.Cli.Parsing;

/// <summary>Makes options in the tool's ways.</summary>
internal static class OptionOf
{
    /// <summary>An option with one value, taken as it is written.</summary>
    public static Option<string?> Text(string name, string valueName, string description, params string[] aliases) =>
        new(name, aliases)
        {
            HelpName = valueName,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
        };

    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with one of a few values; with <paramref name="allowList"/> several, separated by commas.</summary>
    public static Option<string?> Choice(
        string name,
        string description,
        IReadOnlyList<string> choices,
        bool allowList = false
    )
    {
        Option<string?> option = Text(name, string.Join('|', choices), description);
        option.CompletionSources.Add([.. choices]);
        option.Validators.Add(result => CheckChoice(result, choices, allowList));
        return option;
    }

    /// <summary><c>--format</c>: the form for people, or JSON.</summary>
    /// <param name="usual">The form for people, which is written unless JSON is wanted.</param>
    public static Option<string?> Format(string usual = "text") =>
        Choice("--format", $"What to write: {usual} or json [default: {usual}]", [usual, "json"]);

    private static void CheckChoice(OptionResult result, IReadOnlyList<string> choices, bool allowList)
    {
        foreach (Token token in result.Tokens)
        {
            foreach (string value in allowList ? token.Value.Split(',') : [token.Value])
            {
                if (!choices.Contains(value, StringComparer.Ordinal))
                {
                    result.AddError(
                        $"`{value}` is not one of {string.Join(", ", choices.Select(choice => $"`{choice}`"))}"
                            + Suggestion.Hint(value, choices)
                    );
                }
            }
        }
    }
}
