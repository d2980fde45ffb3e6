using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Cli.Help;
using Baton.Configuration;

namespace Baton.Cli.Parsing;

/// <summary>Says what is wrong with a command line, in the same words as errors of a configuration.</summary>
internal static class ParseErrorText
{
    /// <summary>Writes one line for each error and where to read on.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ParseResult parsed, TextWriter error)
    {
        string path = ShowHelp.PathOf(parsed.CommandResult);
        foreach (string line in Describe(parsed, path).Distinct(StringComparer.Ordinal))
        {
            error.WriteLine($"error: {line}");
        }

        error.WriteLine($"See `{path} --help`.");
        return ExitCodes.Usage;
    }

    private static IEnumerable<string> Describe(ParseResult parsed, string path)
    {
        bool afterUnknownOption = false;
        foreach (string token in parsed.UnmatchedTokens)
        {
            bool isOption = token.StartsWith('-') && token.Length > 1;
            if (isOption || !afterUnknownOption)
            {
                yield return isOption
                    ? DescribeUnknownOption(token, parsed.CommandResult.Command, path)
                    : DescribeUnmatched(token, parsed.CommandResult.Command, path);
            }

            afterUnknownOption = isOption && !token.Contains('=', StringComparison.Ordinal);
        }

        bool unmatched = parsed.UnmatchedTokens.Count > 0;
        foreach (ParseError error in parsed.Errors)
        {
            switch (error.SymbolResult)
            {
                case OptionResult { Tokens.Count: 0 } option:
                    yield return $"{Name(option)}: {(option.IdentifierToken is null ? "is required" : "a value is missing")}; "
                        + $"write `{Name(option)} {option.Option.HelpName}`";
                    break;
                case OptionResult { Tokens.Count: > 1 } option when option.Option.Arity.MaximumNumberOfValues == 1:
                    yield return $"{Name(option)}: given {option.Tokens.Count} times; give it once";
                    break;
                case OptionResult option:
                    yield return $"{Name(option)}: {error.Message}";
                    break;
                case ArgumentResult { Tokens.Count: 0 } argument:
                    yield return $"{argument.Argument.HelpName ?? argument.Argument.Name}: is missing";
                    break;
                case CommandResult { Command.Subcommands.Count: > 0 } command when !unmatched:
                    yield return $"{path}: a command is missing: {List(command.Command.Subcommands)}";
                    break;
                case CommandResult when unmatched:
                    break;
                case null when unmatched:
                    break;
                default:
                    yield return error.Message;
                    break;
            }
        }
    }

    private static string DescribeUnknownOption(string token, Command command, string path)
    {
        string name = token.Split('=', ':')[0];
        IEnumerable<string> known = command.Options.SelectMany(option => option.Aliases.Append(option.Name));
        return $"{name}: unknown option of `{path}`{Suggestion.Hint(name, known)}";
    }

    private static string DescribeUnmatched(string token, Command command, string path)
    {
        if (command.Subcommands.Count > 0)
        {
            string hint = Suggestion.Hint(token, command.Subcommands.Select(sub => sub.Name));
            string way = hint.Length == 0 ? $"; commands are {List(command.Subcommands)}" : hint;
            return $"{token}: unknown command of `{path}`{way}";
        }

        return $"{token}: `{path}` takes no such argument";
    }

    private static string Name(OptionResult option) => option.IdentifierToken?.Value ?? option.Option.Name;

    private static string List(IEnumerable<Command> commands) =>
        string.Join(", ", commands.Where(command => !command.Hidden).Select(command => $"`{command.Name}`"));
}
