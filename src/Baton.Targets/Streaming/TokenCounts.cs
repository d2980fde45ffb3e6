using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Streaming;

/// <summary>Reads token counts under the names that model servers and agent libraries give them.</summary>
internal static class TokenCounts
{
    private static readonly string[] _input =
    [
        "input_tokens",
        "prompt_tokens",
        "inputTokens",
        "promptTokens",
        "prompt_eval_count",
        "promptTokenCount",
    ];

    private static readonly string[] _output =
    [
        "output_tokens",
        "completion_tokens",
        "outputTokens",
        "completionTokens",
        "eval_count",
        "candidatesTokenCount",
    ];

    private static readonly string[] _total = ["total_tokens", "totalTokens", "totalTokenCount"];

    /// <summary>The account an object holds, or <see langword="null"/> when it holds none.</summary>
    public static Usage? Read(JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        long? input = Count(fields, _input);
        long? output = Count(fields, _output);
        long? total = Count(fields, _total);
        decimal? cost =
            fields.TryGetProperty("cost"u8, out JsonElement dollars)
            && dollars.ValueKind == JsonValueKind.Number
            && dollars.TryGetDecimal(out decimal told)
                ? told
                : null;
        return input is null && output is null && total is null && cost is null
            ? null
            : new Usage
            {
                InputTokens = input,
                OutputTokens = output,
                TotalTokens = total ?? (input is null && output is null ? null : (input ?? 0) + (output ?? 0)),
                Cost = cost,
            };
    }

    private static long? Count(JsonElement fields, string[] names)
    {
        foreach (string name in names)
        {
            if (!fields.TryGetProperty(name, out JsonElement value))
            {
                continue;
            }

            // Some libraries break a count down and keep the sum in `total`.
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("total"u8, out JsonElement sum))
            {
                value = sum;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count))
            {
                return count;
            }
        }

        return null;
    }
}
