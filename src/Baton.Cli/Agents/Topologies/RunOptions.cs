using System.CommandLine;
using Baton.Cli.Agents.Following;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents.Topologies;

/// <summary>The options of <c>baton agents topologies run</c>.</summary>
internal sealed class RunOptions
{
    /// <summary>Which topology.</summary>
    public TopologySource Source { get; } = new();

    /// <summary>How it is run and shown.</summary>
    public FollowOptions Follow { get; } = new(usualRunner: "local");

    /// <summary>The input.</summary>
    public Option<string?> InputJson { get; } =
        OptionOf.Text(
            "--input-json",
            "JSON",
            "The input, a JSON object; @FILE reads it from a file, - from standard input [required]"
        );

    /// <summary>How long it may take.</summary>
    public Option<string?> Timeout { get; } =
        OptionOf.Text("--timeout", "DURATION", "How long the execution may take [default: 1h]");

    /// <summary>What ties it to other things.</summary>
    public Option<string?> CorrelationId { get; } =
        OptionOf.Text("--correlation-id", "WORD", "A word of your own that ties the execution to other things");
}
