using Baton.Experiments;
using Baton.Experiments.Journal;
using Baton.Experiments.Running;
using Baton.Experiments.Settings;
using Baton.Mcp.Configurations;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Experiments;

/// <summary>The tool <c>run_experiment</c>: the whole rehearsal, with progress; cancelling it stops in order.</summary>
internal static class RunExperimentTool
{
    private static readonly ToolInfo _info = new()
    {
        Name = "run_experiment",
        Title = "Run an experiment",
        Description =
            "Runs an experiment as `baton run experiment --yes` does: inputs × personas × iterations against the agent of a "
            + "configuration, every run recorded. It starts the project's own code and may cost money; look at the plan first with "
            + "`dry_run`. Progress is told; cancelling the call (or `max_seconds`) stops it in order, and `resume` goes on with "
            + "what is missing.",
        Effect = ToolEffect.RunsAgents,
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<RunExperimentArguments, RunExperimentResult>(
            _info,
            room,
            (arguments, call, cancellationToken) => RunAsync(room, arguments, call, cancellationToken)
        );

    private static async Task<RunExperimentResult> RunAsync(
        ToolRoom room,
        RunExperimentArguments arguments,
        ToolCall call,
        CancellationToken cancellationToken
    )
    {
        ExperimentRequest request = ToRequest(room, arguments, cancellationToken);
        ConfigurationPaths.Check(room.Root, RequestedConfiguration.Load(request));
        PreparedExperiment experiment = PreparedExperiment.Create(request, room.Place.TimeProvider);
        await using (experiment.ConfigureAwait(false))
        {
            if (arguments.DryRun)
            {
                return RunExperimentResult.OfPlan(experiment);
            }

            ExperimentResult result = await RunAsync(room, experiment, arguments, call, cancellationToken)
                .ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return result.Folder is null
                ? throw new ToolCallException(
                    $"nothing was run: {experiment.Redactor.Redact(result.Reason ?? "the experiment could not begin")}"
                )
                : RunExperimentResult.Of(result, experiment, room.Root.Shown(result.Folder));
        }
    }

    private static async Task<ExperimentResult> RunAsync(
        ToolRoom room,
        PreparedExperiment experiment,
        RunExperimentArguments arguments,
        ToolCall call,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource time = new(
            arguments.MaxSeconds is { } most ? TimeSpan.FromSeconds(most) : Timeout.InfiniteTimeSpan,
            room.Place.TimeProvider
        );
        using ExperimentStop stop = new();
        using CancellationTokenRegistration cancelled = cancellationToken.Register(stop.RequestStop);
        using CancellationTokenRegistration timeIsUp = time.Token.Register(stop.RequestStop);
        using CancellationTokenRegistration givenUp = room.GivingUp.Register(stop.Cancel);
        ProgressRelay relay = new(call, room.Report);
        await using (relay.ConfigureAwait(false))
        {
            return await experiment.RunAsync(relay, askByHand: null, stop).ConfigureAwait(false);
        }
    }

    private static ExperimentRequest ToRequest(
        ToolRoom room,
        RunExperimentArguments arguments,
        CancellationToken cancellationToken
    )
    {
        if (arguments.Resume is null && (arguments.Force || arguments.Retry is { Count: > 0 }))
        {
            throw new ToolCallException("`force` and `retry` go with `resume`; name the experiment to go on with");
        }

        return new ExperimentRequest
        {
            ConfigPath = ConfigurationPaths.Find(room.Root, arguments.Config),
            Overrides = Overrides(arguments),
            InputsPath = arguments.Inputs is null ? null : room.Root.Resolve(arguments.Inputs),
            MayRead = room.Root.Holds,
            Personas = arguments.Personas,
            Limit = arguments.Limit,
            ResumeDirectory = arguments.Resume is null
                ? null
                : new ExperimentFolders(room.Root).Find(arguments.Resume, cancellationToken).Folder,
            Force = arguments.Force,
            Retry = (arguments.Retry ?? []).Aggregate(RetrySelection.None, (all, one) => all | Selection(one)),
            WorkingDirectory = room.Root.Folder,
            Environment = room.Place.Environment,
        };
    }

    private static RetrySelection Selection(RetriedRuns runs) =>
        runs switch
        {
            RetriedRuns.Simulator => RetrySelection.Simulator,
            RetriedRuns.Errors => RetrySelection.Errors,
            _ => RetrySelection.Failed,
        };

    private static List<CommandLineSetting> Overrides(RunExperimentArguments arguments)
    {
        List<CommandLineSetting> overrides = [];
        Add("name", arguments.Name, "name");
        Add("iterations", arguments.Iterations, "iterations");
        Add("parallel_runs", arguments.Parallel, "parallel");
        Add("seed", arguments.Seed, "seed");
        Add(
            "multi_turn.enabled",
            arguments.MultiTurn is { } wanted
                ? wanted
                    ? "true"
                    : "false"
                : null,
            "multi_turn"
        );
        Add("multi_turn.max_turns", arguments.MaxTurns, "max_turns");
        Add("fail_under", arguments.FailUnder, "fail_under");
        return overrides;

        void Add(string key, object? value, string argument)
        {
            if (value is not null)
            {
                overrides.Add(new CommandLineSetting(key, FormattableString.Invariant($"{value}"), argument));
            }
        }
    }
}
