using System.Globalization;
using Baton.Experiments.Settings;
using CsvHelper;

namespace Baton.Experiments.Results;

/// <summary>The summaries of all runs as a table, made when an experiment ends.</summary>
internal static class ResultTable
{
    /// <summary>Why tables of this format cannot be written and what to do, or <see langword="null"/> when they can.</summary>
    public static string? Refusal(OutputFormat format) =>
        format == OutputFormat.Parquet
            ? "this Baton comes without a library that writes `parquet`; write `csv`, and make Parquet of that with a "
                + "tool of your own"
            : null;

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
