using System.Globalization;
using Baton.Configuration;
using Baton.Experiments.Settings;
using CsvHelper;

namespace Baton.Experiments.Results;

/// <summary>The summaries of all runs as a table, made when an experiment ends.</summary>
public static class ResultTable
{
    /// <summary>Makes sure that tables of this format can be written.</summary>
    /// <param name="format">The format.</param>
    /// <param name="place">Where it was written.</param>
    /// <exception cref="ConfigurationException">They cannot.</exception>
    public static void EnsureWritable(OutputFormat format, ConfigurationPlace? place = null)
    {
        if (format == OutputFormat.Parquet)
        {
            throw new ConfigurationException([
                new ConfigurationError(
                    place ?? new ConfigurationPlace("configuration"),
                    "output.format",
                    "`parquet` cannot be written by this Baton; use `csv` or `jsonl`, which every Parquet tool reads"
                ),
            ]);
        }
    }

    internal static void WriteCsv(string folder)
    {
        string summaries = Path.Combine(folder, ExperimentFiles.TraceSummary);
        ReplacedFile.Write(
            Path.Combine(folder, ExperimentFiles.Csv),
            stream =>
            {
                using StreamWriter text = new(stream, leaveOpen: true);
                using CsvWriter csv = new(text, CultureInfo.InvariantCulture, leaveOpen: true);
                csv.WriteHeader<Row>();
                csv.NextRecord();
                foreach (TraceSummary summary in TraceSummaryFile.Read(summaries))
                {
                    csv.WriteRecord(Row.Of(summary));
                    csv.NextRecord();
                }
            }
        );
    }

    // The names are the columns.
    private sealed record Row(
        string trace_id,
        int iteration,
        string? persona,
        string input,
        string? output,
        double? duration_ms,
        bool success,
        string input_id,
        string run_key,
        string outcome,
        string? error_kind,
        string? error_message,
        int turn_count,
        long? tokens_input,
        long? tokens_output,
        long? tokens_total,
        decimal? cost,
        long? supervisor_tokens_total,
        decimal? supervisor_cost,
        double? first_output_ms
    )
    {
        public static Row Of(TraceSummary run) =>
            new(
                run.TraceId,
                run.Iteration,
                run.Persona,
                run.Input,
                run.Output,
                run.DurationMs,
                run.Success,
                run.InputId,
                run.RunKey,
                run.Outcome,
                run.Error?.Kind,
                run.Error?.Message,
                run.TurnCount,
                run.Tokens?.Input,
                run.Tokens?.Output,
                run.Tokens?.Total,
                run.Cost,
                run.SupervisorTokens?.Total,
                run.SupervisorCost,
                run.FirstOutputMs
            );
    }
}
