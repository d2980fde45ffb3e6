using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Baton.Experiments.Results;

namespace Baton.Experiments.Comparison;

/// <summary>The runs of one experiment as far as pairing and numbers need them; texts stay on disk.</summary>
internal sealed class RunTable
{
    private readonly List<RunRow> _rows = [];
    private readonly Dictionary<string, int> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _personas = new(StringComparer.Ordinal);

    private RunTable(string folder) => Path = System.IO.Path.Combine(folder, ExperimentFiles.TraceSummary);

    /// <summary>The file the rows come from.</summary>
    public string Path { get; }

    /// <summary>The runs, in the order they finished.</summary>
    public IReadOnlyList<RunRow> Rows => _rows;

    /// <summary>The inputs' identifiers, each with its number.</summary>
    public IReadOnlyDictionary<string, int> Inputs => _inputs;

    /// <summary>The personas' names, each with its number; runs as nobody have the number -1.</summary>
    public IReadOnlyDictionary<string, int> Personas => _personas;

    /// <summary>Reads the runs of an experiment.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static RunTable Read(string folder, CancellationToken cancellationToken)
    {
        RunTable table = new(folder);
        foreach (TraceSummary run in TraceSummaryFile.Read(table.Path, keepJson: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            table.Add(run);
        }

        return table;
    }

    /// <summary>Reads the line of a row.</summary>
    public TraceSummary ReadLine(RunRow row) => TraceSummaryFile.ReadAt(Path, row.Offset) ?? new TraceSummary();

    private void Add(TraceSummary run) =>
        _rows.Add(
            new RunRow
            {
                Input = NumberOf(_inputs, run.InputId),
                Persona = run.Persona is null ? -1 : NumberOf(_personas, run.Persona),
                Iteration = run.Iteration,
                Text = Fingerprint(run.Input),
                Offset = run.Offset,
                IsSpoilt = run.IsSimulatorFault,
                IsSuccess = run.Success,
                DurationMs = run.DurationMs ?? double.NaN,
                Tokens = TokensOf(run.Tokens),
                Cost = run.Cost is { } cost ? (double)cost : double.NaN,
                Turns = run.TurnCount,
            }
        );

    private static double TokensOf(TraceSummaryTokens? tokens) =>
        tokens is null or { Total: null, Input: null, Output: null }
            ? double.NaN
            : tokens.Total ?? (tokens.Input ?? 0) + (tokens.Output ?? 0);

    private static int NumberOf(Dictionary<string, int> numbers, string name)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out bool known);
        number = known ? number : numbers.Count - 1;
        return number;
    }

    private static ulong Fingerprint(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return MemoryMarshal.Read<ulong>(hash);
    }
}

/// <summary>One run. Numbers nobody reported are not a number.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunRow
{
    public int Input { get; init; }

    public int Persona { get; init; }

    public int Iteration { get; init; }

    public int Turns { get; init; }

    public ulong Text { get; init; }

    public long Offset { get; init; }

    public bool IsSpoilt { get; init; }

    public bool IsSuccess { get; init; }

    public double DurationMs { get; init; }

    public double Tokens { get; init; }

    public double Cost { get; init; }
}
