using Baton.Targets.A2A;
using Baton.Targets.Composites;
using Baton.Targets.Containers;
using Baton.Targets.DotNet;
using Baton.Targets.Http;
using Baton.Targets.Mcp;
using Baton.Targets.OpenAI;
using Baton.Targets.Processes;
using Baton.Targets.Processes.Acp;
using Baton.Targets.Python;
using Baton.Targets.Queues;
using Baton.Targets.Topologies;
using Baton.Targets.WebSockets;

namespace Baton.Targets;

/// <summary>A way to reach an agent. Every kind stands in <see cref="All"/>, and nowhere else is a list of them.</summary>
/// <param name="Key">The key of the <c>runner:</c> section that chooses it.</param>
/// <param name="IsGiven">Whether a section chooses it.</param>
/// <param name="Create">Makes the bare target; starts nothing.</param>
internal sealed record TargetKind(
    string Key,
    Func<RunnerOptions, bool> IsGiven,
    Func<RunnerOptions, TargetEnvironment, ITarget> Create
)
{
    /// <summary>All kinds, in the order in which they are named to people.</summary>
    public static IReadOnlyList<TargetKind> All { get; } =
    [
        new("target", options => options.Target is not null, Python) { ReadsStreams = true },
        new("module_path", options => options.ModulePath is not null, Python) { ReadsStreams = true },
        new("http", options => options.Http is not null, (options, place) => new HttpTarget(options, place))
        {
            Timeout = options => options.Http!.Timeout,
            IsService = true,
            RunsElsewhere = true,
            ReadsStreams = true,
        },
        new("openai", options => options.OpenAI is not null, (options, place) => new OpenAITarget(options, place))
        {
            Timeout = options => options.OpenAI!.Timeout,
            IsService = true,
            RunsElsewhere = true,
        },
        new("a2a", options => options.A2A is not null, (options, place) => new A2ATarget(options, place))
        {
            Timeout = options => options.A2A!.Timeout,
            IsService = true,
            RunsElsewhere = true,
        },
        new(
            "container",
            options => options.Container is not null,
            (options, place) => new ContainerTarget(options, place)
        )
        {
            Timeout = options => options.Container!.Timeout,
            ReadsStreams = true,
        },
        new(
            "websocket",
            options => options.WebSocket is not null,
            (options, place) => new WebSocketTarget(options, place)
        )
        {
            Timeout = options => options.WebSocket!.Timeout,
            IsService = true,
            RunsElsewhere = true,
            ReadsStreams = true,
        },
        new("queue", options => options.Queue is not null, (options, place) => new QueueTarget(options, place))
        {
            Timeout = options => options.Queue!.Timeout,
            RunsElsewhere = true,
        },
        new("process", options => options.Process is not null, Process)
        {
            Timeout = options => options.Process is { Protocol: ProcessProtocol.Acp } acp ? acp.Timeout : null,
            ReadsStreams = true,
        },
        new("mcp", options => options.Mcp is not null, (options, place) => new McpToolTarget(options, place))
        {
            Timeout = options => options.Mcp!.Timeout,
        },
        new("dotnet", options => options.Dotnet is not null, (options, place) => new DotNetTarget(options, place)),
        new(
            "composite",
            options => options.Composite is not null,
            (options, place) => new CompositeTarget(options, place)
        ),
        new("topology", options => options.Topology is not null, (options, place) => new TopologyTarget(options, place))
        {
            Timeout = options => options.Topology!.Timeout,
        },
    ];

    /// <summary>The time-out of one call where the kind's own section sets it, as <c>{Key}.timeout</c>.</summary>
    public Func<RunnerOptions, TimeSpan?> Timeout { get; init; } = static _ => null;

    /// <summary>Whether it is a service that may ask callers to wait; calls to it are paced.</summary>
    public bool IsService { get; init; }

    /// <summary>Whether the agent runs before Baton does, and learns nothing from it but what is asked.</summary>
    public bool RunsElsewhere { get; init; }

    /// <summary>Whether it reads streams whose items a <c>stream:</c> section can explain.</summary>
    public bool ReadsStreams { get; init; }

    /// <summary>The kinds a section chooses; exactly one where the section was read without errors.</summary>
    public static IReadOnlyList<TargetKind> Of(RunnerOptions options) => [.. All.Where(kind => kind.IsGiven(options))];

    private static ITarget Process(RunnerOptions options, TargetEnvironment place) =>
        options.Process!.Protocol == ProcessProtocol.Acp
            ? new AcpTarget(options, place)
            : new ProcessTarget(options, place);

    private static PythonTarget Python(RunnerOptions options, TargetEnvironment place) => new(options, place);
}
