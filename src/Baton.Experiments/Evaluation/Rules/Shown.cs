using System.Text.Json;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Texts and values as they stand in reasons: one line, not too long.</summary>
internal static class Shown
{
    private const int Longest = 120;

    public static string Text(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        int length = line.Length > Longest && char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest;
        return line.Length > Longest ? $"`{line[..length]}…`" : $"`{line}`";
    }

    public static string Value(JsonElement value) =>
        Text(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    public static string List(IEnumerable<string> items) => string.Join(", ", items.Select(Text));
}
