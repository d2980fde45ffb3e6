namespace Baton.Cli.Agents;

/// <summary>The words of agents and topologies, known without loading what they stand for.</summary>
internal static class AgentWords
{
    public static IReadOnlyList<string> Roles { get; } =
    ["planner", "executor", "reviewer", "critic", "synthesizer", "specialist", "coordinator", "observer"];

    public static IReadOnlyList<string> Statuses { get; } =
    ["pending", "running", "paused", "completed", "failed", "cancelled"];

    /// <summary>What is shown of an execution that should run and nobody runs.</summary>
    public const string Interrupted = "interrupted";

    public static IReadOnlyList<string> Runners { get; } = ["local", "async", "metaflow"];

    public static IReadOnlyList<string> Environments { get; } = ["local", "kubernetes", "batch"];

    public static IReadOnlyList<string> Durabilities { get; } = ["full", "normal", "exit"];

    /// <summary>A value as it is written in files and on the command line.</summary>
    public static string Of(Enum value) => value.ToString().ToLowerInvariant();
}
