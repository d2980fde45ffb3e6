using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Journal;

/// <summary>One committed run: a line of the journal after the first.</summary>
/// <param name="RunIndex">The run's place in the plan; -1 for one that a forced change of the inputs took out of it.</param>
/// <param name="RunKey">The run's name.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Lengths">How long the data files are with its lines in them.</param>
internal readonly record struct JournalRun(
    long RunIndex,
    string RunKey,
    string TraceId,
    RunOutcome Outcome,
    DataLengths Lengths
)
{
    public void Write(JsonLine line)
    {
        line.Start();
        line.Number("run_index"u8, RunIndex);
        line.Word("run_key"u8, RunKey);
        line.Word("trace_id"u8, TraceId);
        line.Word("outcome"u8, Outcome.Word());
        line.Number("trace_summary"u8, Lengths.TraceSummary);
        line.Number("traces"u8, Lengths.Traces);
        line.Number("observations"u8, Lengths.Observations);
        line.End();
    }

    /// <summary>Reads a line; <see langword="false"/> when it is damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out JournalRun run)
    {
        run = default;
        try
        {
            Utf8JsonReader json = new(line);
            json.Read();
            long? index = null;
            RunOutcome? outcome = null;
            string key = "";
            string traceId = "";
            DataLengths lengths = new(-1, 0, 0);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("run_index"u8) && json.Read())
                {
                    index = json.GetInt64();
                }
                else if (json.ValueTextEquals("run_key"u8) && json.Read())
                {
                    key = json.GetString() ?? "";
                }
                else if (json.ValueTextEquals("trace_id"u8) && json.Read())
                {
                    traceId = json.GetString() ?? "";
                }
                else if (json.ValueTextEquals("outcome"u8) && json.Read())
                {
                    outcome = OutcomeWords.Parse(json.ValueSpan);
                }
                else if (json.ValueTextEquals("trace_summary"u8) && json.Read())
                {
                    lengths = lengths with { TraceSummary = json.GetInt64() };
                }
                else if (json.ValueTextEquals("traces"u8) && json.Read())
                {
                    lengths = lengths with { Traces = json.GetInt64() };
                }
                else if (json.ValueTextEquals("observations"u8) && json.Read())
                {
                    lengths = lengths with { Observations = json.GetInt64() };
                }
                else
                {
                    json.Read();
                    json.Skip();
                }
            }

            if (index is not { } at || outcome is not { } ended || lengths.TraceSummary < 0)
            {
                return false;
            }

            run = new JournalRun(at, key, traceId, ended, lengths);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}

/// <summary>The lengths of the data files in bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DataLengths(long TraceSummary, long Traces, long Observations)
{
    /// <summary>Whether files of these lengths hold everything up to <paramref name="earlier"/>.</summary>
    public bool Hold(DataLengths earlier) =>
        earlier.TraceSummary <= TraceSummary && earlier.Traces <= Traces && earlier.Observations <= Observations;
}
