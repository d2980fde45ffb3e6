using Baton.Agents;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Tests.Queues;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Checks;

/// <summary>Puts the agent that is checked behind a queue.</summary>
internal static class QueuePlace
{
    /// <summary>A Redis server and a worker; both end with the place.</summary>
    public static async Task<RunnerOptions> RedisAsync(BuiltInTargets.Place place, RedisQueueMode mode)
    {
        RedisServer server = place.Keep(await RedisServer.StartAsync());
        QueueOptions queue = new()
        {
            Redis = new RedisQueueOptions
            {
                Url = server.Url,
                Request = "requests",
                Mode = mode,
            },
        };
        FunctionTarget agent = new((turn, _, cancellationToken) => AnswerAsync(turn, cancellationToken));
        place.Keep(await RunningWorker.StartAsync(agent, queue));
        return new RunnerOptions { Queue = queue };
    }

    private static IAsyncEnumerable<AgentEvent> AnswerAsync(Turn turn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return turn.Input == "fail"
            ? FunctionTarget.Of(new ErrorEvent(new AgentError(ErrorKind.Exception, "as asked")))
            : FunctionTarget.Of(
                new TextEvent("You "),
                new TextEvent("said: "),
                new TextEvent(turn.Input),
                new FinalEvent($"You said: {turn.Input}")
            );
    }
}
