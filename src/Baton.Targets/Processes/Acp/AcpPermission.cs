using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Processes.Acp;

/// <summary>Answers <c>session/request_permission</c>: picks one of the options the agent offers.</summary>
internal static class AcpPermission
{
    private static readonly string[] Granting = ["allow_once", "allow_always"];
    private static readonly string[] Denying = ["reject_once", "reject_always"];

    /// <summary>Writes the outcome of a decision: the least far-reaching option of its kind, or that there is none.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="question">The parameters of the question.</param>
    /// <param name="approved">Whether the call may be made.</param>
    public static void Write(Utf8JsonWriter json, JsonElement question, bool approved)
    {
        if (Option(question, approved ? Granting : Denying) is not { } option)
        {
            WriteCancelled(json);
            return;
        }

        json.WriteStartObject("outcome"u8);
        json.WriteString("outcome"u8, "selected"u8);
        json.WriteString("optionId"u8, option);
        json.WriteEndObject();
    }

    /// <summary>Writes that the turn is given up.</summary>
    public static void WriteCancelled(Utf8JsonWriter json)
    {
        json.WriteStartObject("outcome"u8);
        json.WriteString("outcome"u8, "cancelled"u8);
        json.WriteEndObject();
    }

    /// <summary>Decides: granted where all is, asked where somebody is there, otherwise denied.</summary>
    public static async ValueTask<bool> DecideAsync(
        ToolApprovalRequestedEvent request,
        ConversationContext conversation,
        CancellationToken cancellationToken
    ) =>
        conversation.AutoApproveTools == true
        || (
            conversation.ApproveTool is { } approver
            && (await approver(request, cancellationToken).ConfigureAwait(false)).Approved
        );

    private static string? Option(JsonElement question, string[] kinds)
    {
        if (
            question.ValueKind != JsonValueKind.Object
            || !question.TryGetProperty("options"u8, out JsonElement options)
            || options.ValueKind != JsonValueKind.Array
        )
        {
            return null;
        }

        return kinds
            .SelectMany(kind => options.EnumerateArray().Where(option => AcpFields.Text(option, "kind") == kind))
            .Select(option => AcpFields.Text(option, "optionId"))
            .FirstOrDefault(id => id is not null);
    }
}
