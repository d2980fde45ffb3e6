using System.Reflection;
using Baton.Topologies.Definitions;
using Baton.Topologies.Metaflow.Flows;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Metaflow;

/// <summary>
/// Runs topologies as Metaflow flows: writes a Python flow, lets Metaflow run it, and follows it. Needs Python with
/// metaflow, and <c>baton</c> where the steps run.
/// </summary>
/// <remarks>
/// The flow's steps call <c>baton agents invoke</c>, so that agents are made there and not by <see cref="RunnerPlace.Agents"/>.
/// What comes of a step is in the store when the flow has told of it, a moment after it ended.
/// </remarks>
public sealed class MetaflowRunner : TopologyRunner
{
    internal const string Type = "metaflow";

    private const string HelpersFile = "metaflow_helpers.py";

    private readonly string _outputDir;
    private readonly MetaflowEnvironment _environment;
    private readonly MetaflowOptions _options;

    /// <summary>Creates a runner.</summary>
    /// <param name="outputDir">The folder for flows. Made when it is not there.</param>
    /// <param name="environment">Where the steps run. Default: here.</param>
    /// <param name="config">Limits and ways. Default: the defaults.</param>
    /// <param name="place">Where executions are kept. Default: memory.</param>
    /// <param name="options">Images, Python and the like. Default: the defaults.</param>
    public MetaflowRunner(
        string outputDir = "./generated_flows",
        MetaflowEnvironment environment = MetaflowEnvironment.Local,
        TopologyRunConfig? config = null,
        RunnerPlace? place = null,
        MetaflowOptions? options = null
    )
        : base(config, place)
    {
        _outputDir = outputDir;
        _environment = environment;
        _options = options ?? new MetaflowOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxWorkers, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Memory, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Cpu, nameof(options));
    }

    /// <inheritdoc/>
    public override string RunnerType => Type;

    /// <summary>The Python of a topology's flow.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="agents">Its agents, by slot or name as runners take them.</param>
    /// <exception cref="TopologyException">The topology is wrong; all of it is named.</exception>
    public string FlowOf(Topology topology, IReadOnlyDictionary<string, AgentType> agents)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(agents);
        TopologyCheck.Run(topology, agents, Config);
        return new FlowText(_environment, _options).Of(topology, agents, Config);
    }

    /// <summary>Writes a topology's flow and what it imports into the folder, in place of older ones.</summary>
    /// <returns>The flow's file.</returns>
    /// <exception cref="TopologyException">The topology is wrong, or the folder cannot be written.</exception>
    public string WriteFlow(Topology topology, IReadOnlyDictionary<string, AgentType> agents)
    {
        string flow = FlowOf(topology, agents);
        string folder = Path.GetFullPath(_outputDir);
        string file = Path.Combine(folder, FlowNames.File(topology));
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, HelpersFile), Helpers());
            File.WriteAllText(file, flow);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TopologyException($"The flow cannot be written to `{folder}`: {failure.Message}", failure);
        }

        return file;
    }

    /// <inheritdoc/>
    protected override async Task CarryOutAsync(ExecutionSteps steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        string file = WriteFlow(steps.Execution.Topology, steps.Execution.Agents);
        using FollowedExecution execution = await FollowedExecution
            .WriteAsync(file, steps, cancellationToken)
            .ConfigureAwait(false);
        FlowProcess process = FlowProcess.Start(
            file,
            execution.File,
            _options,
            isRemote: _environment != MetaflowEnvironment.Local
        );
        await using (process.ConfigureAwait(false))
        {
            await process.FollowAsync(steps.RecordAsync, cancellationToken).ConfigureAwait(false);
            if (process.Problem is { } problem && (await steps.NextAsync().ConfigureAwait(false)).Count > 0)
            {
                throw new TopologyException(problem);
            }
        }
    }

    private static string Helpers()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(HelpersFile)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
