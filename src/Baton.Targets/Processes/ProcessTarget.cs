using Baton.Agents;
using Baton.Targets.Processes.Conversations;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Steps;
using Baton.Targets.Telemetry;
using Baton.Targets.Templates;

namespace Baton.Targets.Processes;

/// <summary>An agent that is a program speaking JSON Lines; see <c>docs/targets/process.md</c>.</summary>
public sealed class ProcessTarget : ITarget
{
    private readonly ProcessOptions _options;
    private readonly ChildProcessStart _start;
    private readonly LiveProcesses _processes;
    private readonly ProcessPool? _pool;
    private readonly TurnRules _rules;
    private readonly StepOptions? _step;

    /// <summary>Describes the target; nothing is started yet.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Process"/> is given.</param>
    /// <param name="environment">Where it is started from.</param>
    public ProcessTarget(RunnerOptions options, TargetEnvironment environment)
    {
        _options =
            options.Process
            ?? throw new ArgumentException("`process` is not given in the `runner` section", nameof(options));
        _step = options.Step;
        DataPath? streamOutputPath = _options.StreamOutputPath ?? options.StreamOutputPath;
        _start = StartOf(options, environment);
        _rules = new TurnRules(
            _options.Timeout ?? options.TimeoutSeconds,
            DeltasWin: streamOutputPath is not null,
            environment.TimeProvider
        );
        _processes = new LiveProcesses(
            new ProcessLaunch(
                new ProgramStart(
                    (stderrLine, traceParent) =>
                        ChildProcess.Start(
                            _start with
                            {
                                StderrLine = stderrLine,
                                Variables = TelemetryVariables.InTrace(_start.Variables, traceParent),
                            }
                        ),
                    _start.KillTimeout,
                    _start.TimeProvider
                ),
                new AgentLineDecoder(streamOutputPath, readsItems: options.Stream is not null),
                SendsIds: _options.Reuse,
                _options.ReadyPattern,
                _options.ReadyTimeout
            )
            {
                Stream = StreamedLines.RulesOf(options.Stream, streamOutputPath),
            },
            options.Guards?.MaxMemory
        );
        _pool = _options.Reuse
            ? new ProcessPool(
                _processes,
                _options.MaxProcesses,
                Math.Min(environment.MaxConcurrency, environment.CallLimit ?? int.MaxValue)
            )
            : null;
    }

    /// <inheritdoc/>
    public string Name => _options.Command.ToString();

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context)
    {
        IProcessSeat seat = _pool is null ? new OwnSeat(_processes, context.TraceParent) : new PooledSeat(_pool);
        ProcessConversation conversation = new(seat, context, _rules);
        return _step is null ? conversation : new SteppedConversation(conversation, _step, Name);
    }

    /// <inheritdoc/>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            ProgramPath.Resolve(_start);
            if (_pool is not null)
            {
                await _pool.WarmAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (_options.ReadyPattern is not null)
            {
                AgentProcess process = _processes.Start();
                await using (process.ConfigureAwait(false))
                {
                    await process.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            return null;
        }
        catch (ProcessStartException failed)
        {
            return failed.Error;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _processes.DisposeAsync();

    /// <summary>What a section with a <c>process</c> starts, whatever protocol it speaks.</summary>
    internal static ChildProcessStart StartOf(RunnerOptions options, TargetEnvironment environment)
    {
        ProcessOptions process = options.Process!;
        return new ChildProcessStart
        {
            Command = process.Command.Items,
            WorkingDirectory = Path.GetFullPath(
                Path.Combine(environment.ProjectDirectory, options.WorkingDirectory ?? "", process.Cwd ?? "")
            ),
            Variables = Variables(options, environment),
            KillSignal = process.KillSignal,
            KillTimeout = process.KillTimeout,
            TimeProvider = environment.TimeProvider,
        };
    }

    private static Dictionary<string, string> Variables(RunnerOptions options, TargetEnvironment environment)
    {
        // Python would hold its answers back in a buffer, for its output is no terminal.
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["PYTHONUNBUFFERED"] = "1" };
        foreach (
            (string name, string value) in environment
                .Variables.Concat(options.EnvironmentVars)
                .Concat(options.Process!.Env)
        )
        {
            variables[name] = value;
        }

        TelemetryVariables.AddTo(variables, environment);
        return variables;
    }
}
