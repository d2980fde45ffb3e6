using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Streaming;

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
        return new UsageEvent(TokenCounts.Read(fields) ?? Usage.Unknown, model);
    }
}
