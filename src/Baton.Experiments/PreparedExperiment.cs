using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Configuration;
using Baton.Experiments.Conversations;
using Baton.Experiments.Conversations.Supervisors;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Export;
using Baton.Experiments.Journal;
using Baton.Experiments.Planning;
using Baton.Experiments.Replaying;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Settings;
using Baton.Experiments.Telemetry;
using Baton.Targets;
using Baton.Targets.Python.Replay;

namespace Baton.Experiments;

/// <summary>An experiment whose configuration and inputs were read and checked; nothing has been started or written yet.</summary>
/// <remarks>Can be run once. Disposing it ends every process and connection of its target.</remarks>
public sealed class PreparedExperiment : IAsyncDisposable
{
    private readonly ExperimentRequest _request;
    private readonly LoadedConfiguration _configuration;
    private readonly RunPlan _plan;
    private readonly ReplayedExperiment? _replayed;
    private readonly ITarget _target;
    private readonly ISupervisor? _supervisor;
    private readonly TelemetryCapture? _telemetry;
    private readonly TimeProvider _time;
    private Task? _closing;

    private PreparedExperiment(
        ExperimentRequest request,
        LoadedConfiguration configuration,
        RunPlan plan,
        ArgumentReplay? replay,
        TimeProvider time
    )
    {
        _request = request;
        _configuration = configuration;
        _plan = plan;
        _replayed = ReplayedExperiment.Open(request, configuration, plan);
        _time = time;
        _supervisor = _replayed is null ? CreateSupervisor(configuration, time) : _replayed.User;
        _telemetry = TelemetryCapture.Open(
            Settings.Telemetry,
            isTargetTold: !TargetFactory.RunsElsewhere(Settings.Runner),
            time
        );
        _target = TargetFactory.Create(
            configuration.Settings.Runner,
            new TargetEnvironment
            {
                ProjectDirectory = configuration.ProjectDirectory,
                Variables = configuration.Variables,
                Replay = replay,
                MaxConcurrency = Settings.ParallelRuns,
                CallLimit = Settings.Limits.Target,
                TelemetryEndpoint = _telemetry?.Endpoint,
                TimeProvider = time,
                Random = new Random(Settings.Seed ?? 0),
            }
        );
        Plan = Summarise();
    }

    /// <summary>The settings, all sources merged.</summary>
    public ExperimentSettings Settings => _configuration.Settings;

    /// <summary>What is going to happen.</summary>
    public ExperimentPlanSummary Plan { get; }

    /// <summary>What is odd but usable, one sentence each.</summary>
    public IReadOnlyList<string> Warnings =>
        [.. _configuration.Warnings, .. _plan.Warnings, .. _replayed?.Warnings ?? []];

    /// <summary>The folder of the experiment that is replayed, absolute; <see langword="null"/> when none is.</summary>
    public string? ReplayOf => _replayed?.Recording;

    /// <summary>How the replay went, once it ran; <see langword="null"/> when nothing was replayed or no run finished.</summary>
    public ReplayReport? Replay { get; private set; }

    /// <summary>Takes secrets out of text that is shown.</summary>
    public SecretRedactor Redactor => _configuration.Redactor;

    /// <summary>Reads and checks everything an experiment is made from.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">Something is wrong with it; the exception carries every error found.</exception>
    public static PreparedExperiment Create(ExperimentRequest request, TimeProvider time)
    {
        LoadedConfiguration configuration = ConfigurationLoader.Load(
            new ConfigurationRequest
            {
                Config = request.ConfigPath,
                ConfigText = request.ConfigText,
                Root = request.Root,
                Project = request.Project,
                CommandLine = request.Overrides,
                Environment = request.Environment,
                CurrentDirectory = request.WorkingDirectory,
            }
        );
        RunPlan plan = RunPlan.Create(
            PlanRequest.From(configuration) with
            {
                CurrentDirectory = request.WorkingDirectory,
                InputsPath = request.InputsPath,
                MayRead = request.MayRead,
                Personas = request.Personas,
                Limit = request.Limit,
            }
        );
        return new PreparedExperiment(request, configuration, plan, ArgumentReplay.Open(configuration.Replay), time);
    }

    /// <summary>Carries out the runs that are missing, ends the target and writes the results.</summary>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="askByHand">Asks a person about a tool call, or <see langword="null"/> when nobody is there.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="ResumeRefusedException">The folder to resume is no experiment, is in use, or was started differently.</exception>
    /// <exception cref="ResultsWriteException">The report of a replay cannot be written.</exception>
    public async Task<ExperimentResult> RunAsync(
        IExperimentObserver observer,
        ToolApprover? askByHand,
        ExperimentStop stop
    )
    {
        RunExecutorOptions options = new()
        {
            MultiTurn = _replayed is null ? Settings.MultiTurn : _replayed.Conversations(Settings.MultiTurn),
            AskByHand = askByHand,
            Spans = _telemetry?.Collector,
        };
        string configYaml = ConfigurationWriter.ToYaml(_configuration.Tree, Redactor);
        ExperimentDefinition definition = new()
        {
            Plan = Runs,
            Executor = new RunExecutor(_target, _supervisor, options, _time),
            OpenFolder = cancellationToken => OpenFolderAsync(configYaml, cancellationToken),
            Iterations = Settings.Iterations,
            ParallelRuns = Settings.ParallelRuns,
            RunDelay = Settings.RunDelaySeconds,
            TargetDownAfter = Settings.TargetDownAfter,
            Budget = Settings.Budget,
            SaveTraces = Settings.SaveTraces,
            Format = Settings.Output.Format,
            ProbeTarget = ProbeAsync,
            CloseTarget = CloseTargetAsync,
            Telemetry = _telemetry,
            ProbeSupervisor = _supervisor is null ? null : _supervisor.ProbeAsync,
            Redactor = Redactor,
            ConfigSnapshot = Snapshot(configYaml),
            Stop = stop,
            Observer = observer,
            TimeProvider = _time,
        };
        _telemetry?.Start();
        ExperimentResult result = await new ExperimentDriver(definition)
            .RunAsync(CancellationToken.None)
            .ConfigureAwait(false);
        Replay = result is { Folder: { } folder, Outcomes.Total: > 0 } ? _replayed?.Report(folder) : null;
        return result;
    }

    /// <summary>Says whether the folder to go on with is none, before anybody is asked anything.</summary>
    /// <exception cref="ResumeRefusedException">It is no experiment.</exception>
    public void ThrowIfNothingToResume()
    {
        if (ResumeFolder is { } folder)
        {
            ExperimentFolder.ThrowIfNone(folder);
        }
    }

    /// <summary>Says what keeps the experiment from being evaluated.</summary>
    /// <exception cref="EvaluationException">Its configuration has no evaluators.</exception>
    public void ThrowIfNoEvaluators() => PreparedEvaluation.ThrowIfNoEvaluators(_configuration);

    /// <summary>Prepares the evaluation of the runs by the evaluators of the same configuration.</summary>
    /// <param name="folder">The experiment's folder, as its result tells.</param>
    /// <returns>The evaluation; the caller disposes it.</returns>
    /// <exception cref="EvaluationException">The configuration has no evaluators.</exception>
    public PreparedEvaluation PrepareEvaluation(string folder) =>
        PreparedEvaluation.Create(_configuration, folder, limit: null, _time);

    /// <summary>Where the traces are to be sent when the experiment is over; <see langword="null"/> when nowhere.</summary>
    /// <exception cref="ExportException">The configuration wants it, but nothing tells where to.</exception>
    public OtlpServer? FindExportServer() =>
        Settings.Output.Otlp is { } otlp
            ? OtlpServer.Find(given: null, new Dictionary<string, string>(), otlp, _configuration.Variables)
            : null;

    /// <summary>What is exported of the runs.</summary>
    /// <param name="folder">The experiment's folder, as its result tells.</param>
    public ExportRequest ExportOf(string folder) =>
        new()
        {
            Folder = folder,
            WithContent = Settings.Output.Otlp?.Content ?? true,
            Variables = _configuration.Variables,
        };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseTargetAsync().ConfigureAwait(false);
        if (_telemetry is not null)
        {
            await _telemetry.DisposeAsync().ConfigureAwait(false);
        }

        (_supervisor as IDisposable)?.Dispose();
    }

    private Task CloseTargetAsync() => _closing ??= _target.DisposeAsync().AsTask();

    private IRunPlan Runs => (IRunPlan?)_replayed?.Plan ?? _plan;

    private ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        _telemetry?.Error is { } error
            ? ValueTask.FromResult<AgentError?>(error)
            : _target.ProbeAsync(cancellationToken);

    private static ISupervisor? CreateSupervisor(LoadedConfiguration configuration, TimeProvider time) =>
        configuration.Settings.MultiTurn.Enabled
            ? SupervisorFactory.Create(configuration.Settings, configuration.Variables, time, configuration.Tree)
            : null;

    private static JsonNode? Snapshot(string yaml)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? tree = ConfigurationText.Parse(
            ExperimentFiles.Config,
            System.Text.Encoding.UTF8.GetBytes(yaml),
            ConfigurationFormat.Yaml,
            errors
        );
        return tree is null ? null : ConfigurationJson.ToJson(tree);
    }

    private async Task<ExperimentFolder> OpenFolderAsync(string configYaml, CancellationToken cancellationToken)
    {
        ExperimentIdentity identity = new()
        {
            ConfigHash = _configuration.ConfigHash,
            DatasetHash = _replayed?.PlanHash ?? _plan.PlanHash,
            TargetConfigHash = _configuration.TargetHash,
            Seed = Settings.Seed,
            UserModel = _supervisor?.Model,
            PromptVersion = _supervisor?.PromptVersion,
        };
        return ResumeFolder is { } folder
            ? await ExperimentFolder
                .OpenAsync(
                    new ResumeRequest
                    {
                        Folder = folder,
                        Identity = identity,
                        Plan = Runs,
                        ConfigYaml = configYaml,
                        Force = _request.Force,
                        Retry = _request.Retry,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false)
            : ExperimentFolder.Create(
                new NewExperiment
                {
                    OutputDirectory = Path.GetFullPath(Settings.Output.Directory, _configuration.ProjectDirectory),
                    Name = Settings.Name,
                    Identity = identity,
                    TotalRuns = Runs.TotalRuns,
                    ConfigYaml = configYaml,
                },
                _time
            );
    }

    private string? ResumeFolder =>
        _request.ResumeDirectory is null ? null : Path.GetFullPath(_request.ResumeDirectory, _request.WorkingDirectory);

    private ExperimentPlanSummary Summarise()
    {
        bool asksModel =
            _replayed is null
            && _supervisor is not null
            && Settings.MultiTurn.Supervisor.Provider != SupervisorProvider.Mock;
        return new ExperimentPlanSummary(
            Runs.InputCount,
            Runs.PersonaCount,
            Settings.Iterations,
            Runs.TotalRuns,
            ResumeFolder is { } folder ? ExperimentFolder.CountCommitted(folder) : 0,
            _target.Name,
            asksModel ? _plan.TotalRuns * (Settings.MultiTurn.MaxTurns - 1) : null,
            _plan.InputsFormat
        );
    }
}
