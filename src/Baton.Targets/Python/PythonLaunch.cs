using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Python.Replay;
using Baton.Targets.Steps;
using Baton.Targets.Streaming;
using Baton.Targets.Telemetry;

namespace Baton.Targets.Python;

/// <summary>Everything a worker needs to start, found out once for all workers of a target.</summary>
internal sealed record PythonLaunch
{
    /// <summary>The interpreter, absolute.</summary>
    public required string Interpreter { get; init; }

    /// <summary>What the worker loads.</summary>
    public required PythonCallable Callable { get; init; }

    /// <summary>What makes the instances whose method is called, or <see langword="null"/> where their class does.</summary>
    public PythonCallable? Factory { get; init; }

    /// <summary>Keyword arguments of <see cref="Factory"/>.</summary>
    public JsonObject? FactoryKwargs { get; init; }

    /// <summary>How a turn is taken step by step, or <see langword="null"/> where it is one call.</summary>
    public StepOptions? Step { get; init; }

    /// <summary>The folder the worker runs in, absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The folders put in front of Python's module search path, absolute.</summary>
    public required IReadOnlyList<string> SearchPath { get; init; }

    /// <summary>The worker's whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The path of the text in streamed items, or <see langword="null"/> for the common shapes.</summary>
    public string? StreamOutputPath { get; init; }

    /// <summary>How streamed items are understood where a <c>stream:</c> section says so; otherwise <see langword="null"/>.</summary>
    public StreamRules? Stream { get; init; }

    /// <summary>The members of the input where <c>adapters.input</c> is a mapping; otherwise none.</summary>
    public IReadOnlyList<string> InputMembers { get; init; } = [];

    /// <summary>The recorded calls to replay, or <see langword="null"/>.</summary>
    public ArgumentReplay? Replay { get; init; }

    /// <summary>The most synchronous calls at once in one worker.</summary>
    public required int Threads { get; init; }

    /// <summary>The most memory a worker may hold with everything it started, or <see langword="null"/>.</summary>
    public ByteSize? MaxMemory { get; init; }

    /// <summary>The longest a worker may take to import the target.</summary>
    public required TimeSpan StartTimeout { get; init; }

    /// <summary>Works out the launch from the section and the place.</summary>
    /// <returns>The launch, or why there can be none.</returns>
    public static (PythonLaunch? Launch, AgentError? Error) From(RunnerOptions options, TargetEnvironment environment)
    {
        (PythonCallable? callable, AgentError? error) = PythonCallable.From(options);
        if (callable is null)
        {
            return (null, error);
        }

        string project = Path.GetFullPath(environment.ProjectDirectory);
        string working = Path.GetFullPath(options.WorkingDirectory ?? ".", project);
        if (!Directory.Exists(working))
        {
            string message = $"`working_directory: {options.WorkingDirectory}` is not a folder; looked for {working}";
            return (null, new AgentError(ErrorKind.Start, message));
        }

        (string? interpreter, error) = PythonInterpreter.Find(options, environment, working);
        if (interpreter is null)
        {
            return (null, error);
        }

        IEnumerable<string> paths = options.PythonPath.Select(path => Path.GetFullPath(path, working));
        TimeSpan patience = TimeSpan.FromSeconds(60);
        PythonLaunch launch = new()
        {
            Interpreter = interpreter,
            Callable = callable,
            Factory = PythonCallable.FactoryOf(options),
            FactoryKwargs = options.FactoryKwargs,
            Step = options.Step,
            WorkingDirectory = working,
            SearchPath = [.. paths.Append(working).Append(project).Distinct(StringComparer.Ordinal)],
            Variables = VariablesOf(options, environment, project),
            StreamOutputPath = options.StreamOutputPath?.Text,
            Stream = options.Stream is { } stream
                ? new StreamRules { Stream = stream, TextPath = options.StreamOutputPath }
                : null,
            InputMembers = [.. options.Adapters?.Input?.Members?.Select(member => member.Key) ?? []],
            MaxMemory = options.Guards?.MaxMemory,
            Replay = environment.Replay?.For(callable),
            Threads = environment.MaxConcurrency,
            StartTimeout = options.TimeoutSeconds > patience ? options.TimeoutSeconds : patience,
        };
        return (launch, null);
    }

    private static Dictionary<string, string> VariablesOf(
        RunnerOptions options,
        TargetEnvironment environment,
        string project
    )
    {
        Dictionary<string, string> variables = new(environment.Variables, StringComparer.Ordinal);
        foreach ((string name, string value) in options.EnvironmentVars)
        {
            variables[name] = value;
        }

        if (RecordingVariables.IsOn(variables))
        {
            variables[RecordingVariables.Files[0]] = RecordingVariables.FileOf(variables, project);
        }

        if (!variables.ContainsKey("PATH") && Environment.GetEnvironmentVariable("PATH") is { } path)
        {
            variables["PATH"] = path;
        }

        TelemetryVariables.AddTo(variables, environment);
        return variables;
    }
}
