using Baton.Experiments.Evaluation.Aggregation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Running;

/// <summary>
/// Reads the traces one by one, has a bounded number of them judged at once, and writes and counts what was said in the order of the
/// traces.
/// </summary>
/// <param name="judging">Judges a trace.</param>
/// <param name="tally">Counts.</param>
/// <param name="width">The most traces in memory.</param>
internal sealed class EvaluationRun(TraceJudging judging, EvaluationTally tally, int width)
{
    /// <summary>Judges all traces.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="path">The file that takes a line a trace.</param>
    /// <param name="progress">Is told after each trace.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ResultsWriteException">The file cannot be written.</exception>
    public async Task JudgeAllAsync(
        IEnumerable<RunTrace> traces,
        string path,
        Action progress,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<(EvaluatedRun Run, LineBuffer Line)>> underWay = new(width);
        FileStream file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                foreach (RunTrace trace in traces)
                {
                    if (underWay.Count == width)
                    {
                        Take(await underWay.Dequeue().ConfigureAwait(false), file, path);
                        progress();
                    }

                    stop.Token.ThrowIfCancellationRequested();
                    underWay.Enqueue(Task.Run(() => judging.JudgeAsync(trace, stop.Token), CancellationToken.None));
                }

                while (underWay.TryDequeue(out Task<(EvaluatedRun Run, LineBuffer Line)>? next))
                {
                    Take(await next.ConfigureAwait(false), file, path);
                    progress();
                }

                Write(path, () => file.Flush(flushToDisk: true));
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await LeaveAsync(underWay).ConfigureAwait(false);
                throw;
            }
        }
    }

    private void Take((EvaluatedRun Run, LineBuffer Line) judged, FileStream file, string path)
    {
        using (judged.Line)
        {
            tally.Add(judged.Run);
            Write(path, () => file.Write(judged.Line.Written));
        }
    }

    private static async Task LeaveAsync(Queue<Task<(EvaluatedRun Run, LineBuffer Line)>> underWay)
    {
        foreach (Task<(EvaluatedRun Run, LineBuffer Line)> task in underWay)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully)
            {
                (await task.ConfigureAwait(false)).Line.Dispose();
            }
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 256 * 1024);
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(path, error);
        }
    }

    private static void Write(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(path, error);
        }
    }
}
