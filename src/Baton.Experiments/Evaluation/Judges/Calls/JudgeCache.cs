using System.Text.Json;
using Baton.Experiments.Journal;
using Baton.Experiments.Results;
using Microsoft.Win32.SafeHandles;

namespace Baton.Experiments.Evaluation.Judges.Calls;

/// <summary>Replies of models on disk, one JSON line each, so that a question is paid for once. Safe for concurrent use.</summary>
/// <remarks>
/// A line that a crash tore is cut off when the file is opened; one that cannot be read is passed over. While another process writes the
/// file it is read and not written. A file that cannot be written any more stops being written; nothing else fails for it.
/// </remarks>
internal sealed class JudgeCache : IDisposable
{
    private const int Version = 1;

    private readonly FileStream? _turn;
    private readonly AppendFile? _file;
    private readonly SafeFileHandle? _reading;

    // Guards the places and the file.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Start, int Length)> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unwritten = new(StringComparer.Ordinal);

    private JudgeCache(string? path)
    {
        if (path is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string lockFile = path + ".lock";
        try
        {
            // It stays where it is: one that comes and goes could be held twice.
            _turn = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            _file = AppendFile.Open(path);
        }
        catch (IOException) when (_turn is null && File.Exists(lockFile))
        {
            Problem = $"`{path}` is being written by another process; what is asked now is not kept";
        }

        if (File.Exists(path))
        {
            _reading = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            ReadPlaces(path);
        }
    }

    /// <summary>Why replies are not kept any more, or <see langword="null"/> when they are.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many replies there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _places.Count + _unwritten.Count;
            }
        }
    }

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file; <see langword="null"/> to keep replies in memory only.</param>
    /// <exception cref="ResultsWriteException">The file cannot be opened, or a later Baton wrote it.</exception>
    public static JudgeCache Open(string? path)
    {
        try
        {
            return new JudgeCache(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ResultsWriteException(
                path!,
                $"the cache of judges `{path}` cannot be opened: {exception.Message}",
                exception
            );
        }
    }

    /// <summary>The reply to a question, or null.</summary>
    public string? Find(string key)
    {
        (long Start, int Length) place;
        lock (_gate)
        {
            if (_unwritten.TryGetValue(key, out string? kept))
            {
                return kept;
            }

            if (!_places.TryGetValue(key, out place))
            {
                return null;
            }
        }

        byte[] line = new byte[place.Length];
        try
        {
            return RandomAccess.Read(_reading!, line, place.Start) == line.Length ? Line.Read(line)?.Reply : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Keeps the reply to a question.</summary>
    public void Keep(string key, string model, string reply)
    {
        byte[] line = new Line(key, reply).Write(model);
        lock (_gate)
        {
            if (_file is null || Problem is not null)
            {
                _unwritten[key] = reply;
                return;
            }

            long start = _file.Length;
            try
            {
                _file.Append(line);
                _places[key] = (start, line.Length - 1);
            }
            catch (ResultsWriteException exception)
            {
                Problem = $"replies are not kept any more: {exception.Message}";
                _unwritten[key] = reply;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _reading?.Dispose();
        _turn?.Dispose();
    }

    private void ReadPlaces(string path)
    {
        using WholeLines lines = WholeLines.Open(path);
        long start = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (Line.Read(line) is { } read)
            {
                _places[read.Key] = (start, line.Length);
            }

            start = lines.Offset;
        }

        if (_file is not null && _file.Length > start)
        {
            _file.CutTo(start);
        }
    }

    private sealed record Line(string Key, string Reply)
    {
        public static Line? Read(ReadOnlySpan<byte> line)
        {
            try
            {
                Utf8JsonReader reader = new(line);
                JsonElement root = JsonElement.ParseValue(ref reader);
                return
                    root.TryGetProperty("version"u8, out JsonElement version)
                    && version.TryGetInt32(out int number)
                    && number <= Version
                    && root.TryGetProperty("key"u8, out JsonElement key)
                    && root.TryGetProperty("reply"u8, out JsonElement reply)
                    ? new Line(key.GetString()!, reply.GetString()!)
                    : null;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return null;
            }
        }

        public byte[] Write(string model)
        {
            using MemoryStream stream = new();
            using (Utf8JsonWriter json = new(stream))
            {
                json.WriteStartObject();
                json.WriteNumber("version"u8, Version);
                json.WriteString("key"u8, Key);
                json.WriteString("model"u8, model);
                json.WriteString("reply"u8, Reply);
                json.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
            return stream.ToArray();
        }
    }
}
