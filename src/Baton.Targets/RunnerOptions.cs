using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Baton.Configuration;
using Baton.Targets.A2A;
using Baton.Targets.Adapters;
using Baton.Targets.Composites;
using Baton.Targets.Containers;
using Baton.Targets.DotNet;
using Baton.Targets.Guards;
using Baton.Targets.Http;
using Baton.Targets.Mcp;
using Baton.Targets.OpenAI;
using Baton.Targets.Processes;
using Baton.Targets.Python;
using Baton.Targets.Queues;
using Baton.Targets.Steps;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;
using Baton.Targets.Topologies;
using Baton.Targets.WebSockets;

namespace Baton.Targets;

/// <summary>The <c>runner:</c> section: one target and the options common to all kinds.</summary>
public record RunnerOptions : IValidatedSection
{
    /// <summary>A Python callable as <c>module:function</c>, <c>module:object.method</c> or <c>module:Class.method</c>.</summary>
    public string? Target { get; init; }

    /// <summary>The Python module of the callable, beside <see cref="FunctionName"/>; another way to write <see cref="Target"/>.</summary>
    public string? ModulePath { get; init; }

    /// <summary>The callable in <see cref="ModulePath"/>. Default <c>run</c>.</summary>
    public string? FunctionName { get; init; }

    /// <summary>
    /// What makes the instance the target's method is called on, as <c>module:callable</c>; called once for each
    /// conversation. Default: the class itself, without arguments.
    /// </summary>
    public string? Factory { get; init; }

    /// <summary>Keyword arguments for <see cref="Factory"/>. Default: none.</summary>
    public JsonObject? FactoryKwargs { get; init; }

    /// <summary>Lets one turn call a Python or process target step by step until it is done. Default: one call a turn.</summary>
    public StepOptions? Step { get; init; }

    /// <summary>An agent behind a URL.</summary>
    public HttpOptions? Http { get; init; }

    /// <summary>A model behind any server that speaks OpenAI's <c>/v1/chat/completions</c>.</summary>
    [JsonPropertyName("openai")]
    public OpenAIOptions? OpenAI { get; init; }

    /// <summary>An agent that speaks the A2A protocol, found by its card.</summary>
    [JsonPropertyName("a2a")]
    public A2AOptions? A2A { get; init; }

    /// <summary>An agent behind a WebSocket.</summary>
    [JsonPropertyName("websocket")]
    public WebSocketOptions? WebSocket { get; init; }

    /// <summary>An agent that is a program speaking JSON Lines on its standard input and output.</summary>
    public ProcessOptions? Process { get; init; }

    /// <summary>An agent in a container.</summary>
    public ContainerOptions? Container { get; init; }

    /// <summary>An agent whose workers take requests from a queue.</summary>
    public QueueOptions? Queue { get; init; }

    /// <summary>An agent that is a tool of an MCP server.</summary>
    public McpOptions? Mcp { get; init; }

    /// <summary>A method of a .NET assembly as <c>path/My.dll!Namespace.Type.Method</c>.</summary>
    public DotNetMethod? Dotnet { get; init; }

    /// <summary>Several targets that answer as one agent.</summary>
    public CompositeOptions? Composite { get; init; }

    /// <summary>A team of agents that answers as one.</summary>
    public TopologyOptions? Topology { get; init; }

    /// <summary>The folder the agent runs in, relative to the project folder. Default: the project folder.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Folders put in front of Python's module search path, relative to the working directory.</summary>
    public IReadOnlyList<string> PythonPath { get; init; } = [];

    /// <summary>The Python interpreter. Default: the active or nearby virtual environment's, then <c>python3</c>.</summary>
    public string? Python { get; init; }

    /// <summary>Python worker processes. Default: the number of cores, at most the runs in flight.</summary>
    [Range(1, 256)]
    public int? Workers { get; init; }

    /// <summary>Environment variables for the agent's process, added to the user's own.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVars { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the text stands in each streamed item. Default: the common shapes are tried.</summary>
    public DataPath? StreamOutputPath { get; init; }

    /// <summary>What is made of the input before the agent gets it, and of its answer. Default: nothing.</summary>
    public AdapterOptions? Adapters { get; init; }

    /// <summary>What streamed items mean beyond their text: a preset, or paths. Default: text in the common shapes.</summary>
    public StreamOptions? Stream { get; init; }

    /// <summary>Bounds at which a run ends with what was produced so far.</summary>
    public GuardOptions? Guards { get; init; }

    /// <summary>The longest one call may take before it fails with <c>timeout</c>. Seconds or a duration. Default 120 s.</summary>
    [Range(0.001)]
    public TimeSpan TimeoutSeconds { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a call is repeated after a transport error, 429 or 5xx; never after an agent's own error. Default 0.</summary>
    [Range(0, 100)]
    public int MaxRetries { get; init; }

    /// <summary>The wait before the first repetition; doubles each time, with jitter. Seconds or a duration. Default 1 s.</summary>
    [Range(0)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        List<string> kinds = [.. TargetKind.Of(this).Select(kind => $"`{kind.Key}`")];
        if (kinds.Count == 0)
        {
            section.Error(
                "",
                $"no target: give one of {string.Join(", ", TargetKind.All.Select(kind => $"`{kind.Key}`"))}"
            );
        }
        else if (kinds.Count > 1)
        {
            section.Error(kinds[1].Trim('`'), $"{kinds.Count} targets: {string.Join(", ", kinds)}; keep exactly one");
        }

        if (Stream is not null && TargetKind.Of(this) is [{ ReadsStreams: false } deaf, ..])
        {
            section.Error(
                "stream",
                $"does nothing with `{deaf.Key}`; it goes with "
                    + string.Join(", ", TargetKind.All.Where(kind => kind.ReadsStreams).Select(kind => $"`{kind.Key}`"))
            );
        }

        if (Composite is not null && MaxRetries > 0)
        {
            section.Error(
                "max_retries",
                "goes with each of `composite.targets`; a composite is not repeated as a whole"
            );
        }

        if (Topology is not null && MaxRetries > 0)
        {
            section.Error(
                "max_retries",
                "goes with the agents of the team (`config.max_retries`); a topology is not repeated as a whole"
            );
        }

        if (Dotnet is not null && EnvironmentVars.Count > 0)
        {
            section.Error(
                "environment_vars",
                "cannot be given to code inside Baton's process; set them where Baton is started, or make the agent a `process`"
            );
        }

        if (FunctionName is not null && ModulePath is null)
        {
            section.Error("function_name", "goes with `module_path`; or write `target: \"module:function\"`");
        }

        if (Stream is not null && Step is not null && Process is null)
        {
            section.Error("stream", "goes with a generator; what a `step` gives is read as it is");
        }

        if (Stream is not null && Process is { Protocol: ProcessProtocol.Acp })
        {
            section.Error("stream", "does nothing with `protocol: acp`, which says what its updates mean");
        }

        PythonCallable.ValidateFactory(this, section);
        if (Step is not null && Target is null && ModulePath is null && Process is null)
        {
            section.Error("step", "goes with a Python target or with `process`");
        }
    }
}
