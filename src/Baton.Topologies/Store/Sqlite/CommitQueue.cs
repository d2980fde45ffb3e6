using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>
/// Changes that wait for the file: whoever finds it free writes everything that waits in one commit, so that many who
/// finish at once pay for one write. Thread-safe.
/// </summary>
/// <param name="connection">The connection for writing; used by one at a time.</param>
/// <param name="describe">What a failure of the file means.</param>
internal sealed class CommitQueue(SqliteConnection connection, Func<SqliteException, TopologyException> describe)
{
    private readonly Lock _gate = new();
    private List<Change> _waiting = [];
    private bool _isWriting;

    /// <summary>Makes a change; on return it is committed. A change that is refused leaves the others alone.</summary>
    public Task CommitAsync(Action change)
    {
        Change mine = new(change);
        lock (_gate)
        {
            _waiting.Add(mine);
            if (_isWriting)
            {
                return mine.Task;
            }

            _isWriting = true;
        }

        WriteAll();
        return mine.Task;
    }

    private void WriteAll()
    {
        while (true)
        {
            List<Change> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                batch = _waiting;
                _waiting = [];
            }

            Write(batch);
        }
    }

    private void Write(List<Change> batch)
    {
        try
        {
            WriteTogether(batch);
        }
        catch (SqliteException failure)
        {
            TopologyException error = describe(failure);
            foreach (Change change in batch)
            {
                change.Fail(error);
            }
        }
    }

    private void WriteTogether(List<Change> batch)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach (Change change in batch)
        {
            change.Make();
        }

        transaction.Commit();
        foreach (Change change in batch)
        {
            change.Done();
        }
    }

    private sealed class Change(Action change)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _refusal;

        public Task Task => _done.Task;

        /// <summary>Makes the change. What it throws of its own was thrown before it wrote anything.</summary>
        public void Make()
        {
            try
            {
                change();
            }
            catch (TopologyException refusal)
            {
                _refusal = refusal;
            }
        }

        public void Done()
        {
            if (_refusal is null)
            {
                _done.TrySetResult();
            }
            else
            {
                _done.TrySetException(_refusal);
            }
        }

        public void Fail(Exception error) => _done.TrySetException(error);
    }
}
