using Baton.Cli.Results;
using Baton.Experiments.Export;

namespace Baton.Cli.Export;

/// <summary>Tells what became of an export.</summary>
internal static class ExportText
{
    /// <summary>Writes the counts for a person.</summary>
    public static void Write(TextWriter output, ExportResult result, string folder, string place, bool isFile)
    {
        TextTable table = new();
        table.Add("Experiment", Path.GetFileName(folder));
        table.Add("Runs", $"{result.Runs:N0}");
        table.Add("Spans", $"{result.Spans:N0}");
        if (result.Rejected > 0)
        {
            table.Add("Refused", $"{result.Rejected:N0}");
        }

        table.Add(isFile ? "Written to" : "Sent to", place);
        table.Write(output);
    }

    /// <summary>Writes the same for programs.</summary>
    public static void WriteJson(TextWriter output, ExportResult result, string folder, string place) =>
        JsonText.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("experiment", folder);
                json.WriteString("destination", place);
                json.WriteNumber("runs", result.Runs);
                json.WriteNumber("spans", result.Spans);
                json.WriteNumber("rejected_spans", result.Rejected);
                json.WriteNumber("requests", result.Requests);
                json.WriteNumber("retries", result.Retries);
                json.WriteStartArray("messages");
                foreach (string message in result.Messages)
                {
                    json.WriteStringValue(message);
                }

                json.WriteEndArray();
                json.WriteBoolean("interrupted", result.IsInterrupted);
                json.WriteString("error", result.Failure);
                json.WriteEndObject();
            }
        );

    /// <summary>A number of runs in words.</summary>
    public static string Runs(long count) => count == 1 ? "1 run" : $"{count:N0} runs";

    /// <summary>A number of spans in words.</summary>
    public static string Spans(long count) => count == 1 ? "1 span" : $"{count:N0} spans";
}
