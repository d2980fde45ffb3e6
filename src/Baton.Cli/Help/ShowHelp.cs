using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Baton.Cli.Help;

/// <summary>What <c>--help</c> does.</summary>
internal sealed class ShowHelp(ToolSession session) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>How a command is called, for example <c>baton run experiment</c>.</summary>
    public static string PathOf(CommandResult result)
    {
        Stack<string> names = new();
        for (SymbolResult? current = result; current is CommandResult command; current = command.Parent)
        {
            names.Push(command.Command is RootCommand ? "baton" : command.Command.Name);
        }

        return string.Join(' ', names);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        new HelpPage(session.Out, session.Width).Write(
            parseResult.CommandResult.Command,
            PathOf(parseResult.CommandResult)
        );
        return ExitCodes.Ok;
    }
}
