using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Mcp;

/// <summary><c>baton mcp</c>.</summary>
internal static class McpCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(ToolSession session)
    {
        McpOptions options = new();
        DocumentedCommand command = new(
            "mcp",
            "Serve Baton to assistants over the Model Context Protocol",
            new CommandNotes
            {
                Remarks =
                    "An assistant that speaks MCP starts this command and gets tools to connect a repository to Baton, ask the "
                    + "documentation, check configurations, run experiments, agents and topologies, and read what came of them; "
                    + "the documentation and the experiments as resources; and prompts. Standard output carries the protocol and "
                    + "nothing else. The server ends when its input does.\n"
                    + "Everything is read inside --root; links that lead out are refused. Running an experiment runs the "
                    + "project's own code, as `baton run experiment` does: --read-only leaves that out.\n"
                    + "With --http it listens on loopback, refuses web pages of other origins, and with BATON_MCP_TOKEN set every "
                    + "request that does not bring that token.",
                Groups =
                [
                    new OptionGroup("What is served", options.Root, options.ReadOnly, options.Store.Database),
                    new OptionGroup("Over HTTP", options.Http, options.Host, options.AllowOrigin),
                ],
                Examples =
                [
                    new("baton mcp --root path/to/shop", "What a client's configuration names as its command"),
                    new("baton mcp --root . --read-only", "Only look, run nothing"),
                    new("baton mcp --http 4000", "Serve http://127.0.0.1:4000/mcp"),
                ],
                ExitCodes =
                [
                    new("0", "the input ended, or with --http it was asked to stop"),
                    new("2", "the command line cannot be used, or the port is taken"),
                    new("130", "it was asked twice, and gave up what was running"),
                ],
            }
        );
        command.SetAction((parsed, _) => McpSitting.RunAsync(session, options, parsed));
        return command;
    }
}
