using System.Text.Json;
using Baton.Experiments.Results;

namespace Baton.Experiments.Journal;

/// <summary>Writes an experiment's files anew with some runs left out or moved, so that a crash leaves either all old or all new.</summary>
/// <remarks>
/// The new files are made whole in a folder of their own; renaming that folder is the moment from which they count.
/// What is left is moving each file to its place, which any later opening of the experiment finishes.
/// </remarks>
internal sealed class FolderRewrite : IDisposable
{
    private const string Staging = ".rewrite";
    private const string Switching = ".switch";
    private readonly RewrittenFile _summaries;
    private readonly RewrittenFile _traces;
    private readonly RewrittenFile _observations;
    private readonly FileStream _journal;
    private readonly LineBuffer _lines = new();
    private readonly JsonLine _line;
    private DataLengths _read;

    private FolderRewrite(string folder, JournalHeader header)
    {
        string staging = Directory.CreateDirectory(Path.Combine(folder, Staging)).FullName;
        _line = new JsonLine(_lines);
        _summaries = new RewrittenFile(folder, staging, ExperimentFiles.TraceSummary);
        _traces = new RewrittenFile(folder, staging, ExperimentFiles.Traces);
        _observations = new RewrittenFile(folder, staging, ExperimentFiles.Observations);
        _journal = new FileStream(Path.Combine(staging, ExperimentFiles.Journal), FileMode.Create, FileAccess.Write);
        _journal.Write(JsonSerializer.SerializeToUtf8Bytes(header, HeaderJson.Default.JournalHeader));
        _journal.WriteByte((byte)'\n');
    }

    /// <summary>Rewrites the folder.</summary>
    /// <param name="folder">The experiment folder, repaired and locked.</param>
    /// <param name="header">The header to write.</param>
    /// <param name="placeOf">A run's place in the plan from now on; <see langword="null"/> drops it.</param>
    /// <param name="cancellationToken">Ends the rewriting; nothing is changed then.</param>
    /// <returns>How many runs were dropped.</returns>
    public static long Run(
        string folder,
        JournalHeader header,
        Func<JournalRun, RunFacts, long?> placeOf,
        CancellationToken cancellationToken
    )
    {
        long dropped = 0;
        Settle(folder);
        using (FolderRewrite rewrite = new(folder, header))
        {
            JournalReplay.Read(
                folder,
                (run, facts) =>
                {
                    long? place = placeOf(run, facts);
                    dropped += place is null ? 1 : 0;
                    rewrite.Copy(run, place);
                },
                cancellationToken
            );
            rewrite.Complete();
        }

        Directory.Move(Path.Combine(folder, Staging), Path.Combine(folder, Switching));
        Settle(folder);
        return dropped;
    }

    /// <summary>Finishes a rewriting that counted already and was cut short, and forgets one that did not count yet.</summary>
    public static void Settle(string folder)
    {
        string staging = Path.Combine(folder, Staging);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        string switching = Path.Combine(folder, Switching);
        if (!Directory.Exists(switching))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(switching))
        {
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        Directory.Delete(switching);
    }

    public void Dispose()
    {
        _summaries.Dispose();
        _traces.Dispose();
        _observations.Dispose();
        _journal.Dispose();
        _line.Dispose();
        _lines.Dispose();
    }

    private void Copy(JournalRun run, long? place)
    {
        bool keep = place is not null;
        _summaries.Take(run.Lengths.TraceSummary - _read.TraceSummary, keep);
        _traces.Take(run.Lengths.Traces - _read.Traces, keep);
        _observations.Take(run.Lengths.Observations - _read.Observations, keep);
        _read = run.Lengths;
        if (place is { } index)
        {
            DataLengths lengths = new(_summaries.Length, _traces.Length, _observations.Length);
            (run with { RunIndex = index, Lengths = lengths }).Write(_line);
            _journal.Write(_lines.Written);
            _lines.Clear();
        }
    }

    private void Complete()
    {
        _summaries.Complete();
        _traces.Complete();
        _observations.Complete();
        _journal.Flush(flushToDisk: true);
    }

    /// <summary>One data file and what it becomes; a file that is not there stays away.</summary>
    private sealed class RewrittenFile : IDisposable
    {
        private readonly FileStream? _from;
        private readonly FileStream? _to;
        private readonly byte[] _block = new byte[64 * 1024];

        public RewrittenFile(string folder, string staging, string name)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                _from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                _to = new FileStream(Path.Combine(staging, name), FileMode.Create, FileAccess.Write);
            }
        }

        public long Length => _to?.Position ?? 0;

        public void Take(long count, bool keep)
        {
            if (_from is null || _to is null)
            {
                return;
            }

            if (!keep)
            {
                _from.Seek(count, SeekOrigin.Current);
                return;
            }

            while (count > 0)
            {
                int part = (int)Math.Min(count, _block.Length);
                _from.ReadExactly(_block, 0, part);
                _to.Write(_block, 0, part);
                count -= part;
            }
        }

        public void Complete() => _to?.Flush(flushToDisk: true);

        public void Dispose()
        {
            _from?.Dispose();
            _to?.Dispose();
        }
    }
}
