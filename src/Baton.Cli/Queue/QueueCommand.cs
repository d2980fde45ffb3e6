using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Queue;

/// <summary><c>baton queue</c>.</summary>
internal static class QueueCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("queue", "Serve an agent from a queue") { CreateWorker(session) };

    private static DocumentedCommand CreateWorker(ToolSession session)
    {
        WorkerOptions options = new();
        DocumentedCommand command = new(
            "worker",
            "Take requests from a queue and let the configured agent answer them",
            new CommandNotes
            {
                Remarks =
                    "Serves the `runner` of one configuration from the queue that the `runner.queue` of another one "
                    + "names, so that both ends of a queue read the same section. Any number of workers may serve one "
                    + "queue. A request goes for good only after its last reply was written: those of a worker that "
                    + "dies are taken over by others.\n"
                    + "Ctrl-C or SIGTERM ends it in order: requests under way are finished first; again: they are given "
                    + "back at once. A server that goes away is waited for.",
                Groups =
                [
                    new OptionGroup("The agent", options.Project.Rows),
                    new OptionGroup("The queue", options.Queue, options.Concurrency),
                ],
                Examples =
                [
                    new(
                        "baton queue worker --config configs/worker.yaml --queue configs/simulation.yaml",
                        "Answer what experiments with configs/simulation.yaml ask"
                    ),
                    new(
                        "baton queue worker --project demo --config configs/worker.yaml --queue configs/simulation.yaml "
                            + "--concurrency 32",
                        "Work on up to 32 requests at once"
                    ),
                ],
                ExitCodes =
                [
                    new("0", "it was asked to stop, and finished what was under way"),
                    new("2", "a configuration cannot be used, or the agent or the queue is not there"),
                    new("130", "it was asked twice, and gave back what was under way"),
                ],
            }
        );
        command.SetAction((parsed, _) => WorkerSitting.RunAsync(session, options, parsed));
        return command;
    }
}
