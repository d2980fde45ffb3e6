using Baton.Targets.Composites;
using Baton.Targets.DotNet;
using Baton.Targets.Http;
using Baton.Targets.Processes;
using Baton.Targets.Processes.Acp;
using Baton.Targets.Python;

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
        new("target", options => options.Target is not null, Python),
        new("module_path", options => options.ModulePath is not null, Python),
        new("http", options => options.Http is not null, (options, place) => new HttpTarget(options, place))
        {
            Timeout = options => options.Http!.Timeout,
            IsService = true,
        },
        new("process", options => options.Process is not null, Process)
        {
            Timeout = options => options.Process is { Protocol: ProcessProtocol.Acp } acp ? acp.Timeout : null,
        },
        new("dotnet", options => options.Dotnet is not null, (options, place) => new DotNetTarget(options, place)),
        new(
            "composite",
            options => options.Composite is not null,
            (options, place) => new CompositeTarget(options, place)
        ),
    ];

    /// <summary>The time-out of one call where the kind's own section sets it, as <c>{Key}.timeout</c>.</summary>
    public Func<RunnerOptions, TimeSpan?> Timeout { get; init; } = static _ => null;

    /// <summary>Whether it is a service that may ask callers to wait; calls to it are paced.</summary>
    public bool IsService { get; init; }

    /// <summary>The kinds a section chooses; exactly one where the section was read without errors.</summary>
    public static IReadOnlyList<TargetKind> Of(RunnerOptions options) => [.. All.Where(kind => kind.IsGiven(options))];

    private static ITarget Process(RunnerOptions options, TargetEnvironment place) =>
        options.Process!.Protocol == ProcessProtocol.Acp
            ? new AcpTarget(options, place)
            : new ProcessTarget(options, place);

    private static PythonTarget Python(RunnerOptions options, TargetEnvironment place) => new(options, place);
}
