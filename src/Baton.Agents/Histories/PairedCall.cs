using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>A call found in a broken history, and what repairing makes of it.</summary>
/// <param name="messageIndex">Where its message stands.</param>
/// <param name="call">The call as it was.</param>
internal sealed class PairedCall(int messageIndex, FunctionCallContent call)
{
    public int MessageIndex { get; } = messageIndex;

    /// <summary>The call's id in the repaired history.</summary>
    public string CallId { get; set; } = call.CallId;

    /// <summary>The first result found for it, or <see langword="null"/>.</summary>
    public FunctionResultContent? Result { get; set; }

    /// <summary>The call under its id in the repaired history.</summary>
    public FunctionCallContent RepairedCall =>
        HasId(call.CallId)
            ? call
            : new FunctionCallContent(CallId, call.Name, call.Arguments)
            {
                Exception = call.Exception,
                InformationalOnly = call.InformationalOnly,
                Annotations = call.Annotations,
                AdditionalProperties = call.AdditionalProperties,
            };

    /// <summary>Its result under the same id; one that says so where the call was not carried out.</summary>
    public FunctionResultContent RepairedResult =>
        Result is null ? new FunctionResultContent(CallId, HistoryRules.NotCarriedOut)
        : HasId(Result.CallId) ? Result
        : new FunctionResultContent(CallId, Result.Result)
        {
            Exception = Result.Exception,
            Annotations = Result.Annotations,
            AdditionalProperties = Result.AdditionalProperties,
        };

    private bool HasId(string callId) => string.Equals(CallId, callId, StringComparison.Ordinal);
}
