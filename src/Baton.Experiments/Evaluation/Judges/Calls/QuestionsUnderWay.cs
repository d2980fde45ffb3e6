namespace Baton.Experiments.Evaluation.Judges.Calls;

/// <summary>Lets each question be asked by one at a time; the others wait and then find its answer. Safe for concurrent use.</summary>
internal sealed class QuestionsUnderWay
{
    // Guards the turns.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits for the turn to ask a question; it ends when the result is disposed.</summary>
    public async ValueTask<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task other;
            lock (_gate)
            {
                if (!_turns.TryGetValue(key, out TaskCompletionSource? turn))
                {
                    _turns.Add(key, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                    return new Turn(this, key);
                }

                other = turn.Task;
            }

            await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Leave(string key)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            turn = _turns[key];
            _turns.Remove(key);
        }

        turn.SetResult();
    }

    private sealed class Turn(QuestionsUnderWay owner, string key) : IDisposable
    {
        public void Dispose() => owner.Leave(key);
    }
}
