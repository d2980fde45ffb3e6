using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>Reads token counts under Baton's own names and those of the common model services.</summary>
internal static class UsageFields
{
    /// <summary>The usage an object tells; nested under <c>usage</c> or at its top.</summary>
    public static UsageEvent Read(JsonElement line, string? model)
    {
        JsonElement fields =
            line.TryGetProperty("usage", out JsonElement nested) && nested.ValueKind == JsonValueKind.Object
                ? nested
                : line;
        long? input = Count(fields, "input_tokens") ?? Count(fields, "prompt_tokens");
        long? output = Count(fields, "output_tokens") ?? Count(fields, "completion_tokens");
        long? total =
            Count(fields, "total_tokens") ?? (input is null && output is null ? null : (input ?? 0) + (output ?? 0));
        Usage usage = new()
        {
            InputTokens = input,
            OutputTokens = output,
            TotalTokens = total,
            Cost =
                fields.TryGetProperty("cost", out JsonElement cost)
                && cost.ValueKind == JsonValueKind.Number
                && cost.TryGetDecimal(out decimal dollars)
                    ? dollars
                    : null,
        };
        return new UsageEvent(usage, model);
    }

    private static long? Count(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long count)
            ? count
            : null;
}
