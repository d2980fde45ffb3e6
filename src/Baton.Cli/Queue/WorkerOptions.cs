using System.CommandLine;
using Baton.Cli.Parsing;

namespace Baton.Cli.Queue;

/// <summary>The options of <c>baton queue worker</c>.</summary>
internal sealed class WorkerOptions
{
    /// <summary>Which configuration names the agent.</summary>
    public ProjectOptions Project { get; } = new();

    /// <summary>Which configuration names the queue.</summary>
    public Option<string?> Queue { get; } =
        OptionOf.Text("--queue", "FILE", "Path to the configuration whose runner.queue names the queue [required]");

    /// <summary>How many requests are worked on at once.</summary>
    public Option<string?> Concurrency { get; } =
        OptionOf.Text("--concurrency", "N", "Requests worked on at once, 1 to 1024 [default: 8]");
}
