using System.Text.Json;
using Baton.Configuration;

namespace Baton.Targets.Python.Replay;

/// <summary>Reads a recording: one call a line as JSON, see <c>docs/targets/argument-replay.md</c>.</summary>
/// <param name="shownAs">The file as the user would type it.</param>
/// <param name="errors">Where to say what is wrong.</param>
internal sealed class RecordingReader(string shownAs, ConfigurationErrors errors)
{
    private const int MostErrors = 20;

    /// <summary>Reads a file that exists; blank lines are skipped.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public IReadOnlyList<RecordedCall> Read(string path)
    {
        List<RecordedCall> calls = [];
        int before = errors.Items.Count;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (ReadLine(line, number) is { } call)
            {
                calls.Add(call);
            }
            else if (errors.Items.Count - before >= MostErrors)
            {
                break;
            }
        }

        return calls;
    }

    private RecordedCall? ReadLine(string line, int number)
    {
        JsonElement record;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            record = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            int column = (int)Math.Min(int.MaxValue - 1, exception.BytePositionInLine ?? 0) + 1;
            return Wrong(number, column, "", "is no JSON; remove the line, or record the call again");
        }

        if (record.ValueKind != JsonValueKind.Object)
        {
            return Wrong(number, 1, "", "is no recorded call; expected an object with `kwargs`");
        }

        if (record.TryGetProperty("_version"u8, out JsonElement version) && !IsKnown(version))
        {
            string told =
                $"{version.GetRawText()} is no version this Baton reads (1); record again, or use a newer Baton";
            return Wrong(number, 1, "_version", told);
        }

        bool hasNamed = record.TryGetProperty("kwargs"u8, out JsonElement named);
        bool hasPositional = record.TryGetProperty("args"u8, out JsonElement positional);
        if (!hasNamed && !hasPositional)
        {
            return Wrong(number, 1, "", "holds no arguments; expected `kwargs`, an object, or `args`, a list");
        }

        if (hasNamed && named.ValueKind != JsonValueKind.Object)
        {
            return Wrong(number, 1, "kwargs", "is no object of arguments by name");
        }

        if (hasPositional && positional.ValueKind != JsonValueKind.Array)
        {
            return Wrong(number, 1, "args", "is no list of arguments");
        }

        return new RecordedCall(
            number,
            record.TryGetProperty("target"u8, out JsonElement target) && target.ValueKind == JsonValueKind.String
                ? target.GetString()
                : null,
            hasPositional && positional.GetArrayLength() > 0 ? positional : null,
            hasNamed ? named : JsonSerializer.SerializeToElement(new Dictionary<string, string>())
        );
    }

    private RecordedCall? Wrong(int line, int column, string key, string message)
    {
        errors.Add(new ConfigurationPlace(shownAs, line, column), key, message);
        return null;
    }

    // A minor version adds what older readers may overlook.
    private static bool IsKnown(JsonElement version) =>
        version.ValueKind switch
        {
            JsonValueKind.String => version.GetString()!.Split('.')[0] is "1",
            JsonValueKind.Number => version.GetRawText().Split('.')[0] is "1",
            JsonValueKind.Null => true,
            _ => false,
        };
}
