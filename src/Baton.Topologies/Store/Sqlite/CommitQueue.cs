using Baton.Agents.Sqlite.Files;
using Microsoft.Data.Sqlite;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>
/// Changes that wait for the file: whoever finds it free writes everything that waits in one commit, so that many who
/// finish at once pay for one write. Thread-safe.
/// </summary>
/// <param name="connection">The connection for writing; used by one at a time.</param>
/// <param name="describe">What a failure of the file means.</param>
internal sealed class CommitQueue(SqliteConnection connection, Func<SqliteException, TopologyException> describe)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteCommand _begin = Prepared(connection, "BEGIN IMMEDIATE;");
    private readonly SqliteCommand _commit = Prepared(connection, "COMMIT;");
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

    /// <summary>Lets go of the statements, once nobody commits any more.</summary>
    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
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
        bool isOpen = false;
        try
        {
            _begin.ExecuteNonQuery();
            isOpen = true;
            foreach (Change change in batch)
            {
                change.Make();
            }

            _commit.ExecuteNonQuery();
            isOpen = false;
            foreach (Change change in batch)
            {
                change.Done();
            }
        }
        catch (Exception error)
        {
            Exception told = error is SqliteException failure ? describe(failure) : error;
            foreach (Change change in batch)
            {
                change.Fail(told);
            }

            if (isOpen)
            {
                RollBack();
            }
        }
    }

    private void RollBack()
    {
        try
        {
            connection.Execute("ROLLBACK;");
        }
        catch (SqliteException)
        {
            // A failure such as a full disk has rolled back by itself.
        }
    }

    private static SqliteCommand Prepared(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.Statement(sql);
        command.Prepare();
        return command;
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
