using System.CommandLine;
using Baton.Cli.Agents;
using Baton.Cli.Parsing;

namespace Baton.Cli.Mcp;

/// <summary>The options of <c>baton mcp</c>.</summary>
internal sealed class McpOptions
{
    /// <summary>The folder that reading stays inside.</summary>
    public Option<string?> Root { get; } =
        OptionOf.Text(
            "--root",
            "DIR",
            "The folder everything is read from and nothing outside of it [default: the current one]"
        );

    /// <summary>Whether nothing may be run.</summary>
    public Option<bool> ReadOnly { get; } =
        OptionOf.Flag("--read-only", "Leave out the tools that run experiments, agents and topologies");

    /// <summary>Where agents and topologies are kept.</summary>
    public StoreOption Store { get; } = new();

    /// <summary>The port for HTTP.</summary>
    public Option<string?> Http { get; } =
        OptionOf.Text(
            "--http",
            "PORT",
            "Serve streamable HTTP on this port in place of standard input and output; 0 for any"
        );

    /// <summary>The address for HTTP.</summary>
    public Option<string?> Host { get; } =
        OptionOf.Text(
            "--host",
            "ADDRESS",
            "With --http: the address to listen on; beyond loopback BATON_MCP_TOKEN must be set [default: 127.0.0.1]"
        );

    /// <summary>Web pages that may ask.</summary>
    public Option<string[]> AllowOrigin { get; } =
        new("--allow-origin")
        {
            HelpName = "ORIGIN",
            Description =
                "With --http: a web page's origin that may ask, beside this machine's own; may be given several times",
            Arity = ArgumentArity.OneOrMore,
        };
}
