using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>Everything one run knows. One phase at a time works on it; tools of one turn only read it.</summary>
internal sealed class RunState
{
    private Random? _random;

    public RunState(RunConfig config, PreparedAgent agent, RunState? caller, PausedRun? paused, CancellationToken token)
    {
        Config = config;
        Agent = agent;
        Caller = caller;
        TimeSpan before = paused?.ElapsedTime ?? TimeSpan.Zero;
        Clock = new RunClock(config, before, token);
        Ledger = new RunLedger(config, caller?.Ledger, paused?.Usage);
        Context = new RunContext(
            paused?.RunId ?? config.RunId ?? Guid.CreateVersion7(config.TimeProvider.GetUtcNow()).ToString("n"),
            paused?.Variables ?? config.Variables,
            Messages,
            config.TimeProvider,
            before
        )
        {
            Run = this,
            TurnCount = paused?.TurnCount ?? 0,
        };
        Telemetry = RunTelemetry.Start(this, caller);
    }

    public RunConfig Config { get; }

    /// <summary>Who speaks; another after a handoff.</summary>
    public PreparedAgent Agent { get; set; }

    /// <summary>The run this one is nested in.</summary>
    public RunState? Caller { get; }

    public RunClock Clock { get; }

    public RunLedger Ledger { get; }

    public RunContext Context { get; }

    /// <summary>Listens, or <see langword="null"/> when nobody does.</summary>
    public RunTelemetry? Telemetry { get; }

    /// <summary>The conversation; between phases every call in it has its result.</summary>
    public List<ChatMessage> Messages { get; } = [];

    /// <summary>How many of <see cref="Messages"/> the session had already.</summary>
    public int KnownMessages { get; set; }

    /// <summary>The identifiers of calls, kept distinct.</summary>
    public ToolCallIds CallIds { get; } = new();

    public List<ToolCallRecord> ToolCalls { get; } = [];

    /// <summary>Where events of tools and nested runs go while tools run and somebody listens.</summary>
    public ChannelWriter<AgentEvent>? ToolEvents { get; set; }

    /// <summary>The last thing the model said in words.</summary>
    public string? LastText { get; set; }

    /// <summary>What waits for decisions, when the run pauses.</summary>
    public PausedRun? Paused { get; set; }

    /// <summary>Where jitter comes from: the caller's, or one that repeats for the same run.</summary>
    public Random Random =>
        _random ??= Config.Random ?? new Random(string.GetHashCode(Context.RunId, StringComparison.Ordinal));

    /// <summary>What a hook threw while tools ran; the first one counts.</summary>
    public Exception? HookFailure { get; private set; }

    /// <summary>Takes note that a hook threw while tools ran.</summary>
    public void FailByHook(Exception error) => HookFailure ??= error;

    /// <summary>Calls every hook, the configuration's before the agent's.</summary>
    public async ValueTask CallHooksAsync<TArgument>(
        Func<RunHooks, RunContext, TArgument, CancellationToken, ValueTask> call,
        TArgument argument,
        CancellationToken cancellationToken
    )
    {
        foreach (RunHooks hooks in Config.Hooks)
        {
            await call(hooks, Context, argument, cancellationToken)
                .OrAbandoned(cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (RunHooks hooks in Agent.Agent.Hooks)
        {
            await call(hooks, Context, argument, cancellationToken)
                .OrAbandoned(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Whether any hook is to be called.</summary>
    public bool HasHooks => Config.Hooks.Count > 0 || Agent.Agent.Hooks.Count > 0;

    /// <summary>How an exception ends the run.</summary>
    public RunEnd EndBy(Exception error) =>
        error switch
        {
            // A client that is cancelled may well break in a way of its own.
            _ when Clock.Token.IsCancellationRequested => Clock.Why(),
            Providers.ModelException model => new RunEnd(RunStatus.Failed, model.ToError()),
            _ => RunEnd.Failed(ErrorKind.Exception, error.Message, error),
        };

    /// <summary>Tells whoever listens what happened while tools run.</summary>
    public async ValueTask EmitAsync(AgentEvent happened, CancellationToken cancellationToken)
    {
        if (ToolEvents is { } writer && !writer.TryWrite(happened))
        {
            while (await writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
            {
                if (writer.TryWrite(happened))
                {
                    return;
                }
            }
        }
    }
}
