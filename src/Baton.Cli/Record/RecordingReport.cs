using Baton.Cli.Results;
using Baton.Experiments.Recording;

namespace Baton.Cli.Record;

/// <summary>Shows whether arguments are recorded or replayed.</summary>
internal static class RecordingReport
{
    /// <summary>Writes the status.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(TextWriter output, RecordingStatus status, bool json)
    {
        if (json)
        {
            JsonText.Write(output, writer => WriteJson(writer, status));
        }
        else
        {
            WriteText(output, status);
        }

        return ExitCodes.Ok;
    }

    private static void WriteText(TextWriter output, RecordingStatus status)
    {
        string source = status.Variable is null ? "" : $" ({status.Variable} in {status.VariableSource})";
        TextTable table = new();
        table.Add("Recording", (status.IsRecording ? "on" : "off") + source);
        table.Add("File", $"{status.RecordingFile}: {Calls(status.Calls)}{Bad(status.BadLines)}");
        foreach ((string target, long calls) in status.Targets)
        {
            table.Add("", $"{(target.Length == 0 ? "(no name)" : target)}: {Calls(calls)}");
        }

        table.Add(
            "Replaying",
            (status.IsReplaying ? "on" : "off") + (status.ReplayFile is { } file ? $" ({file})" : "")
        );
        table.Write(output);
    }

    private static string Calls(long count) => count == 1 ? "1 call" : $"{count:N0} calls";

    private static string Bad(long count) =>
        count == 0 ? ""
        : count == 1 ? ", 1 line that is none"
        : $", {count:N0} lines that are none";

    private static void WriteJson(System.Text.Json.Utf8JsonWriter writer, RecordingStatus status)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("recording", status.IsRecording);
        writer.WriteString("variable", status.Variable);
        writer.WriteString("variable_source", status.VariableSource);
        writer.WriteString("recording_file", status.RecordingFile);
        writer.WriteNumber("calls", status.Calls);
        writer.WriteNumber("bad_lines", status.BadLines);
        writer.WriteStartObject("targets");
        foreach ((string target, long calls) in status.Targets)
        {
            writer.WriteNumber(target, calls);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("replaying", status.IsReplaying);
        writer.WriteString("replay_file", status.ReplayFile);
        writer.WriteString("environment_file", status.EnvironmentFile);
        writer.WriteString("configuration_file", status.ConfigurationFile);
        writer.WriteEndObject();
    }
}
