using System.CommandLine;
using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Interrupts;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Following;

/// <summary>Runs an execution before the eyes of a person, and tells what came of it.</summary>
/// <param name="session">Where it happens.</param>
/// <param name="store">Where it is kept.</param>
/// <param name="redaction">Takes secrets out of what is shown.</param>
internal sealed class ExecutionFollower(ToolSession session, ITopologyStore store, Redaction redaction)
{
    /// <summary>Runs it.</summary>
    /// <param name="title">Which.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="options">How it is shown.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="next">The command lines that go on with it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        ExecutionTitle title,
        Func<CancellationToken, IAsyncEnumerable<AgentEvent>> start,
        FollowOptions options,
        ParseResult parsed,
        NextCommands next
    )
    {
        using Interruption interruption = session.Listen();
        bool json = options.IsJson(parsed);
        await using (IExecutionDisplay display = Display(title, parsed.GetValue(options.Stream), json))
        await using (
            CancellationTokenRegistration asked = interruption.Asked.Register(() =>
                display.Notice("Stopping: steps at work are given up; press Ctrl-C again to leave at once")
            )
        )
        {
            try
            {
                await FollowAsync(start(interruption.Asked), display).WaitAsync(interruption.Insisted);
            }
            catch (OperationCanceledException) when (interruption.Insisted.IsCancellationRequested)
            {
                // What is still at work ends with the process; the journal is whole at any time.
                display.Notice($"interrupted; go on with: {next.Resume(title.Id)}");
                return ExitCodes.Interrupted;
            }
        }

        ExecutionRecord ended =
            await store.Executions.FindAsync(title.Id, CancellationToken.None)
            ?? throw new ExecutionNotFoundException(title.Id);
        return await new ExecutionOutcome(session, store, redaction, next).TellAsync(
            ended,
            json,
            asLine: parsed.GetValue(options.Stream)
        );
    }

    private static async Task FollowAsync(IAsyncEnumerable<AgentEvent> events, IExecutionDisplay display)
    {
        await foreach (AgentEvent happened in events)
        {
            display.Add(happened);
        }
    }

    private IExecutionDisplay Display(ExecutionTitle title, bool stream, bool json)
    {
        if (stream && json)
        {
            return new EventJson(session.Out, session.Error, redaction);
        }

        if (session.CanAnimate && !stream)
        {
            return LiveTree.On(session, title, redaction);
        }

        StepLines steps = new(title, session.Error, session.Clock, redaction);
        return stream ? new EventLines(steps, session.Error, redaction) : steps;
    }
}
