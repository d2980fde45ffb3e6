using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Models;

namespace Baton.Experiments.Generation.Asking;

/// <summary>The form of a model's answer to a call, read as far as it can be used.</summary>
internal static class VariationForm
{
    private const string Key = "variations";

    private static readonly JsonElement Schema = JsonDocument
        .Parse(
            """
            {
              "type": "object",
              "properties": {
                "variations": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "item": { "type": "integer" },
                      "texts": { "type": "array", "items": { "type": "string" } }
                    },
                    "required": ["item", "texts"],
                    "additionalProperties": false
                  }
                }
              },
              "required": ["variations"],
              "additionalProperties": false
            }
            """
        )
        .RootElement.Clone();

    /// <summary>The form of the answer to a call of so many items.</summary>
    public static AnswerForm<VariationAnswer> For(int items) =>
        new(
            "variations",
            "What users say instead",
            Schema,
            Key,
            (JsonObject answer, out string? problem) => Read(answer, items, out problem)
        );

    private static VariationAnswer? Read(JsonObject answer, int items, out string? problem)
    {
        Dictionary<int, List<string>> texts = [];
        foreach (JsonNode? entry in answer[Key] as JsonArray ?? [])
        {
            // Asked for one item, models like to answer with its texts alone.
            (int item, IEnumerable<string> found) = entry is JsonObject named
                ? (NumberOf(named["item"]) ?? (items == 1 ? 1 : 0), TextsOf(named["texts"] ?? named["text"]))
                : (items == 1 ? 1 : 0, TextsOf(entry));
            if (item >= 1 && item <= items)
            {
                if (!texts.TryGetValue(item, out List<string>? list))
                {
                    list = [];
                    texts.Add(item, list);
                }

                list.AddRange(found);
            }
        }

        problem = texts.Values.Any(list => list.Count > 0)
            ? null
            : "has no `variations` with the numbers of items and `texts`";
        return problem is null
            ? new VariationAnswer(texts.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)entry.Value))
            : null;
    }

    private static int? NumberOf(JsonNode? node) =>
        node is not JsonValue value ? null
        : value.TryGetValue(out int number) ? number
        : value.TryGetValue(out double real) ? (int)real
        : int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number
        : null;

    private static IEnumerable<string> TextsOf(JsonNode? node) =>
        node switch
        {
            JsonValue value when value.TryGetValue(out string? text) => [WholeText.Of(text.Trim())],
            JsonArray list => list.SelectMany(TextsOf),
            JsonObject named => TextsOf(named["text"]),
            _ => [],
        };
}
