using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Baton.Cli.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Compare;
using Baton.Cli.Completion;
using Baton.Cli.Config;
using Baton.Cli.Evaluate;
using Baton.Cli.Export;
using Baton.Cli.Generate;
using Baton.Cli.Help;
using Baton.Cli.Init;
using Baton.Cli.Mcp;
using Baton.Cli.Parse;
using Baton.Cli.Parsing;
using Baton.Cli.Queue;
using Baton.Cli.Record;
using Baton.Cli.Run;
using Baton.Cli.Status;
using Baton.Cli.Targets;

namespace Baton.Cli;

/// <summary>Every command of the tool.</summary>
internal static class CommandTree
{
    /// <summary>The option that shows details of Baton's own faults.</summary>
    public const string DebugOption = "--debug";

    /// <summary>Builds the commands. Loads nothing that a command needs only when it runs.</summary>
    public static RootCommand Create(ToolSession session)
    {
        BatonCommand root = new();
        ShowHelp showHelp = new(session);
        root.Options.Clear();
        root.Options.Add(new HelpOption("--help", "-h") { Description = "Show help and usage", Action = showHelp });
        root.Options.Add(new VersionOption { Description = "Show the version", Action = new ShowVersion(session) });
        Option<bool> debug = OptionOf.Flag(
            DebugOption,
            "Show the details of Baton's own faults; the same as BATON_DEBUG=1"
        );
        debug.Recursive = true;
        root.Options.Add(debug);
        root.Subcommands.Add(RunCommand.Create(session));
        root.Subcommands.Add(EvaluateCommand.Create(session));
        root.Subcommands.Add(CompareCommand.Create(session));
        root.Subcommands.Add(ParseCommand.Create(session));
        root.Subcommands.Add(ExportCommand.Create(session));
        root.Subcommands.Add(ChatCommand.Create(session));
        root.Subcommands.Add(AgentsCommand.Create(session));
        root.Subcommands.Add(QueueCommand.Create(session));
        root.Subcommands.Add(InitCommand.Create(session));
        root.Subcommands.Add(GenerateInputsCommand.Create(session));
        root.Subcommands.Add(ConfigCommand.Create(session));
        root.Subcommands.Add(TargetCommand.Create(session));
        root.Subcommands.Add(RecordCommand.Create(session));
        root.Subcommands.Add(StatusCommand.Create(session));
        root.Subcommands.Add(StatusCommand.CreateDoctor(session));
        root.Subcommands.Add(McpCommand.Create(session));
        root.Subcommands.Add(CompletionCommand.Create(session));
        root.SetAction(showHelp.Invoke);
        return root;
    }

    private sealed class ShowVersion(ToolSession session) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => BatonTool.WriteVersion(session.Out);
    }
}
