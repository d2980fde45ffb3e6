using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>The message that stands for what was dropped: the user's, marked so that it is found again.</summary>
/// <remarks>It is the user's because what users and tools said must not gain the weight of the system's word.</remarks>
internal static class HistorySummary
{
    private const string Mark = "baton_summary_of";
    private const string Opening = "Summary of the conversation so far:\n";

    /// <summary>Makes the message.</summary>
    /// <param name="summary">What was said.</param>
    /// <param name="messageCount">How many messages behind the system messages in front it replaces for good.</param>
    public static ChatMessage Create(string summary, int messageCount) =>
        new(ChatRole.User, Opening + summary) { AdditionalProperties = new() { [Mark] = messageCount } };

    public static bool IsSummary(ChatMessage message) => message.AdditionalProperties?.ContainsKey(Mark) == true;

    /// <summary>How many messages behind the system messages in front the summary replaces for good.</summary>
    public static int MessageCount(ChatMessage summary) =>
        summary.AdditionalProperties?[Mark] switch
        {
            int count => count,
            JsonElement { ValueKind: JsonValueKind.Number } element when element.TryGetInt32(out int count) => count,
            _ => 0,
        };

    /// <summary>The summary without its opening.</summary>
    public static string TextOf(ChatMessage summary) =>
        summary.Text.StartsWith(Opening, StringComparison.Ordinal) ? summary.Text[Opening.Length..] : summary.Text;
}
