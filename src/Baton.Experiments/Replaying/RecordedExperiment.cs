using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Replaying;

/// <summary>An earlier experiment, of which runs are found and read one at a time. Safe for concurrent use.</summary>
internal sealed class RecordedExperiment
{
    private const long Ambiguous = -1;
    private readonly string _path;
    private readonly Dictionary<string, RecordedPlace> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<(ulong Text, string? Persona, int Iteration), long> _byText = [];

    private RecordedExperiment(string folder)
    {
        Folder = folder;
        _path = Path.Combine(folder, ExperimentFiles.Traces);
    }

    /// <summary>The experiment's folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>The folder's name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder));

    /// <summary>All recorded runs.</summary>
    public int Count => _byKey.Count;

    /// <summary>Whether every run was a conversation.</summary>
    public bool IsConversations { get; private set; } = true;

    /// <summary>The recorded runs' keys.</summary>
    public IReadOnlyCollection<string> Keys => _byKey.Keys;

    /// <summary>Finds the runs of a folder.</summary>
    /// <param name="folder">The experiment's folder, absolute.</param>
    /// <exception cref="ConfigurationException">There is nothing to replay.</exception>
    public static RecordedExperiment Open(string folder)
    {
        RecordedExperiment recorded = new(folder);
        if (!Directory.Exists(folder))
        {
            throw Wrong($"`{folder}` is no folder; name the folder of an experiment, or the name it was given");
        }

        if (!File.Exists(recorded._path))
        {
            throw Wrong(
                File.Exists(Path.Combine(folder, ExperimentFiles.TraceSummary))
                    ? $"`{folder}` has no `{ExperimentFiles.Traces}`: it ran with `save_traces: false`, and what users said is not "
                        + "recorded; replay another experiment"
                    : $"`{folder}` is no experiment: it has no `{ExperimentFiles.Traces}`"
            );
        }

        foreach ((long offset, RunTrace trace) in TraceFile.ReadPlaces(recorded._path))
        {
            recorded.Add(offset, trace);
        }

        return recorded.Count > 0 ? recorded : throw Wrong($"`{folder}` has no finished runs to replay");
    }

    /// <summary>Finds the recorded run of the same input, persona and iteration.</summary>
    /// <param name="key">The run's key.</param>
    /// <param name="text">What is said first today.</param>
    /// <param name="persona">Who speaks, or <see langword="null"/>.</param>
    /// <param name="iteration">Which repetition.</param>
    public RecordedMatch Find(string key, string text, string? persona, int iteration)
    {
        ulong fingerprint = Fingerprint(text);
        if (_byKey.TryGetValue(key, out RecordedPlace place) && place.Text == fingerprint)
        {
            return new RecordedMatch(RecordedFit.Same, place.Offset);
        }

        // Identifiers that Baton makes up shift when an input is added before.
        return _byText.TryGetValue((fingerprint, persona, iteration), out long offset) && offset != Ambiguous
                ? new RecordedMatch(RecordedFit.Same, offset)
            : _byKey.ContainsKey(key) ? new RecordedMatch(RecordedFit.Changed, place.Offset)
            : new RecordedMatch(RecordedFit.None, 0);
    }

    /// <summary>Reads a recorded run.</summary>
    /// <exception cref="ConfigurationException">The recording is no longer there.</exception>
    public RunTrace Read(RecordedMatch match) =>
        TraceFile.ReadAt(_path, match.Offset)
        ?? throw Wrong($"`{_path}` changed while it was replayed; leave it alone until the experiment ends");

    private static ConfigurationException Wrong(string message) =>
        new([new ConfigurationError(new ConfigurationPlace("--replay"), "", message)]);

    private void Add(long offset, RunTrace trace)
    {
        ulong text = Fingerprint(trace.Input);
        _byKey[trace.RunKey] = new RecordedPlace(offset, text);
        ref long place = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _byText,
            (text, trace.Persona, trace.Iteration),
            out bool exists
        );
        place = exists ? Ambiguous : offset;
        IsConversations &= trace.Conversation is not null;
    }

    private static ulong Fingerprint(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return MemoryMarshal.Read<ulong>(hash);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct RecordedPlace(long Offset, ulong Text);
}

/// <summary>What was found for a run.</summary>
/// <param name="Fit">Whether it can be replayed.</param>
/// <param name="Offset">Where its line begins, where there is one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordedMatch(RecordedFit Fit, long Offset);

/// <summary>Whether a run can be replayed.</summary>
internal enum RecordedFit
{
    /// <summary>Nothing like it was recorded.</summary>
    None,

    /// <summary>The input of that name said something else, so what the user said afterwards answers another conversation.</summary>
    Changed,

    /// <summary>It was recorded.</summary>
    Same,
}
