using System.CommandLine;
using System.Globalization;
using Baton.Cli.Chat;
using Baton.Cli.Interrupts;
using Baton.Cli.Parsing;
using Baton.Experiments.Settings;
using Baton.Targets;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Working;

namespace Baton.Cli.Queue;

/// <summary>Carries out <c>baton queue worker</c>.</summary>
internal static class WorkerSitting
{
    private const int UsualConcurrency = 8;
    private const int MostConcurrency = 1024;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, WorkerOptions options, ParseResult parsed)
    {
        int concurrency = Concurrency(options, parsed);
        LoadedConfiguration agent = ConfigurationLoader.Load(options.Project.ToRequest(parsed, session));
        (QueueOptions queue, LoadedConfiguration asking) = LoadQueue(session, options, parsed);
        if (agent.Settings.Runner.Queue is not null)
        {
            throw UsageErrors.Of(
                options.Project.Config.Name,
                $"the agent of {agent.ConfigFile} is itself behind a queue; name a configuration with the agent that shall answer"
            );
        }

        Redaction own = Redaction.Of(agent.Redactor, agent.Variables);
        Redaction other = Redaction.Of(asking.Redactor, asking.Variables);
        using Interruption interruption = session.Listen();
        await using ITarget target = TargetFactory.Create(agent.Settings.Runner, Place(agent, session, concurrency));
        await using QueueWorker worker = new(
            target,
            queue,
            Place(asking, session, concurrency),
            new QueueWorkerSettings
            {
                Concurrency = concurrency,
                Report = text => session.Error.WriteLine(own.Redact(other.Redact(text))),
            }
        );
        if (await target.ProbeAsync(interruption.Asked) is { } problem)
        {
            await session.Error.WriteLineAsync($"error: {own.Redact(problem.Message)}");
            return ExitCodes.Usage;
        }

        await worker.OpenAsync(interruption.Asked);
        await session.Error.WriteLineAsync(
            $"serving {target.Name} from {worker.Name}, up to {concurrency} requests at once; Ctrl-C ends it"
        );
        QueueWorkerTally tally = await worker.RunAsync(interruption.Asked, interruption.Insisted);
        await session.Error.WriteLineAsync(
            $"{tally.Answered} answered, {tally.Failed} failed, {tally.Dropped} dropped, {tally.Buried} put aside, {tally.Returned} given back"
        );
        return interruption.Insisted.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Ok;
    }

    private static int Concurrency(WorkerOptions options, ParseResult parsed)
    {
        string? written = parsed.GetValue(options.Concurrency);
        int concurrency = UsualConcurrency;
        UsageErrors errors = new();
        errors.AddIf(
            written is not null
                && (
                    !int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out concurrency)
                    || concurrency is < 1 or > MostConcurrency
                ),
            options.Concurrency.Name,
            $"`{written}` is no number from 1 to {MostConcurrency}"
        );
        errors.AddIf(
            parsed.GetValue(options.Queue) is null,
            options.Queue.Name,
            "is missing; name the configuration whose `runner.queue` names the queue"
        );
        errors.ThrowIfAny();
        return concurrency;
    }

    private static (QueueOptions Queue, LoadedConfiguration From) LoadQueue(
        ToolSession session,
        WorkerOptions options,
        ParseResult parsed
    )
    {
        LoadedConfiguration asking = ConfigurationLoader.Load(
            options.Project.ToRequest(parsed, session) with
            {
                Config = parsed.GetValue(options.Queue),
            }
        );
        return asking.Settings.Runner.Queue is { } queue
            ? (queue, asking)
            : throw UsageErrors.Of(options.Queue.Name, $"{asking.ConfigFile} has no `runner.queue`");
    }

    private static TargetEnvironment Place(LoadedConfiguration configuration, ToolSession session, int concurrency) =>
        new()
        {
            ProjectDirectory = configuration.ProjectDirectory,
            Variables = configuration.Variables,
            TimeProvider = session.Clock,
            MaxConcurrency = concurrency,
        };
}
