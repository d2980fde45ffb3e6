namespace Baton.Targets.Queues.Working;

/// <summary>How a <see cref="QueueWorker"/> works.</summary>
public sealed record QueueWorkerSettings
{
    /// <summary>The most requests worked on at once; at least 1. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Is told what a person should know: a message put aside, a server that went away. Default: nobody.</summary>
    public Action<string> Report { get; init; } = static _ => { };
}

/// <summary>What a worker did.</summary>
/// <param name="Answered">Requests whose last reply was an answer.</param>
/// <param name="Failed">Requests whose last reply was an error of the agent or of the way to it.</param>
/// <param name="Dropped">Requests nobody waited for any more, and those that came twice.</param>
/// <param name="Buried">Messages put aside: no requests, or given to workers too often.</param>
/// <param name="Returned">Requests given back unanswered at the end.</param>
public sealed record QueueWorkerTally(int Answered, int Failed, int Dropped, int Buried, int Returned);
