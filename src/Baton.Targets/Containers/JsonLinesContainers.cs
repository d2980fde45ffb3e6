using Baton.Agents;
using Baton.Targets.Processes;
using Baton.Targets.Processes.Conversations;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Containers;

/// <summary>Containers that speak JSON Lines on their standard streams, as processes do.</summary>
internal sealed class JsonLinesContainers : IContainerAgents
{
    private readonly LiveProcesses _containers;
    private readonly ProcessPool? _pool;
    private readonly TurnRules _rules;

    public JsonLinesContainers(ContainerHost host, RunnerOptions runner, TargetEnvironment environment)
    {
        ContainerOptions options = host.Options;
        var path = options.StreamOutputPath ?? runner.StreamOutputPath;
        _rules = new TurnRules(
            options.Timeout ?? runner.TimeoutSeconds,
            DeltasWin: path is not null,
            environment.TimeProvider
        );
        _containers = new LiveProcesses(
            new ProcessLaunch(
                new ProgramStart(
                    (stderrLine, traceParent) => ContainerProgram.Start(host, stderrLine, traceParent),
                    options.StopTimeout,
                    environment.TimeProvider
                ),
                new AgentLineDecoder(path, readsItems: runner.Stream is not null),
                SendsIds: options.Reuse,
                options.ReadyPattern,
                options.ReadyTimeout
            )
            {
                Stream = StreamedLines.RulesOf(runner.Stream, path),
            },
            maxMemory: null
        );
        _pool = options.Reuse
            ? new ProcessPool(
                _containers,
                options.MaxContainers,
                Math.Min(environment.MaxConcurrency, environment.CallLimit ?? int.MaxValue)
            )
            : null;
    }

    public IConversation StartConversation(ConversationContext context) =>
        new ProcessConversation(
            _pool is null ? new OwnSeat(_containers, context.TraceParent) : new PooledSeat(_pool),
            context,
            _rules
        );

    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_pool is not null)
            {
                await _pool.WarmAsync(cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (ProcessStartException failed)
        {
            return failed.Error;
        }
    }

    public ValueTask DisposeAsync() => _containers.DisposeAsync();
}
