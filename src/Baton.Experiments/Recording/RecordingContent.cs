using System.Text.Json;

namespace Baton.Experiments.Recording;

/// <summary>What stands in a recording, counted without holding it.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="BadLines">The lines that hold none.</param>
/// <param name="Targets">The callables and how often each was recorded, by name.</param>
internal sealed record RecordingContent(long Calls, long BadLines, IReadOnlyDictionary<string, long> Targets)
{
    /// <summary>Counts; a file that does not exist holds nothing.</summary>
    public static RecordingContent Of(string path)
    {
        SortedDictionary<string, long> targets = new(StringComparer.Ordinal);
        long calls = 0;
        long bad = 0;
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (TargetOf(line) is { } target)
            {
                calls++;
                targets[target] = targets.GetValueOrDefault(target) + 1;
            }
            else
            {
                bad++;
            }
        }

        return new RecordingContent(calls, bad, targets);
    }

    private static string? TargetOf(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement call = document.RootElement;
            bool isCall =
                call.ValueKind == JsonValueKind.Object
                && (call.TryGetProperty("kwargs"u8, out _) || call.TryGetProperty("args"u8, out _));
            return !isCall ? null
                : call.TryGetProperty("target"u8, out JsonElement target) && target.ValueKind == JsonValueKind.String
                    ? target.GetString()
                : "";
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
