using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>One walk over a history that finds violations, or only whether there is one.</summary>
internal static class HistoryCheck
{
    // A check runs before every run of an agent; the set of ids seen is kept for the next one on the thread.
    private const int MaxKeptIds = 1024;

    [ThreadStatic]
    private static HashSet<string>? t_idsSeen;

    /// <summary>Checks the history.</summary>
    /// <param name="messages">The history, oldest first.</param>
    /// <param name="violations">Takes the violations; <see langword="null"/> ends the check at the first one.</param>
    /// <returns>Whether the history is valid.</returns>
    public static bool Run(IReadOnlyList<ChatMessage> messages, List<HistoryViolation>? violations)
    {
        HashSet<string> idsSeen = t_idsSeen ?? new(StringComparer.Ordinal);
        t_idsSeen = null;
        try
        {
            return new Walk(messages, violations, idsSeen).Run();
        }
        finally
        {
            if (idsSeen.Count <= MaxKeptIds)
            {
                idsSeen.Clear();
                t_idsSeen = idsSeen;
            }
        }
    }

    private readonly struct Walk(
        IReadOnlyList<ChatMessage> messages,
        List<HistoryViolation>? violations,
        HashSet<string> idsSeen
    )
    {
        public bool Run()
        {
            bool isValid = true;
            bool hasStarted = false;
            ToolRound round = default;
            for (int index = 0; index < messages.Count && (isValid || violations is not null); index++)
            {
                ChatMessage message = messages[index];
                if (!hasStarted && message.Role != ChatRole.System)
                {
                    hasStarted = true;
                    isValid &= message.Role == ChatRole.User || Break(index, HistoryRule.StartsWithUser);
                }

                isValid &= MessageContents.SaysSomething(message) || Break(index, HistoryRule.SaysSomething);
                if (message.Role != ChatRole.Tool)
                {
                    round = new ToolRound(messages, index);
                }

                isValid &= CheckContents(index, message, round);
            }

            return isValid;
        }

        private bool CheckContents(int index, ChatMessage message, ToolRound round)
        {
            bool isValid = true;
            IList<AIContent> contents = message.Contents;
            for (int part = 0; part < contents.Count && (isValid || violations is not null); part++)
            {
                isValid &= contents[part] switch
                {
                    FunctionCallContent call when message.Role == ChatRole.Assistant => CheckCall(index, call, round),
                    FunctionResultContent result when message.Role == ChatRole.Tool => round.HasCall(result.CallId)
                        || Break(index, HistoryRule.ResultHasCall, result.CallId),
                    FunctionCallContent call => Break(index, HistoryRule.RightRole, call.CallId),
                    FunctionResultContent result => Break(index, HistoryRule.RightRole, result.CallId),
                    AIContent other => message.Role != ChatRole.Tool
                        || !MessageContents.SaysSomething(other)
                        || Break(index, HistoryRule.RightRole),
                };
            }

            return isValid;
        }

        private bool CheckCall(int index, FunctionCallContent call, ToolRound round)
        {
            bool isUnique =
                (!string.IsNullOrEmpty(call.CallId) && idsSeen.Add(call.CallId))
                || Break(index, HistoryRule.UniqueCallId, call.CallId);
            bool isAnswered =
                round.CountResults(call.CallId) == 1 || Break(index, HistoryRule.CallHasResult, call.CallId);
            return isUnique && isAnswered;
        }

        private bool Break(int index, HistoryRule rule, string? callId = null)
        {
            violations?.Add(new(index, rule, Describe(index, messages[index].Role, rule, callId)));
            return false;
        }
    }

    private static string Describe(int index, ChatRole role, HistoryRule rule, string? callId) =>
        rule switch
        {
            HistoryRule.StartsWithUser =>
                $"Message {index} is the first and the {role}'s; a history starts with the user's",
            HistoryRule.SaysSomething => $"Message {index} ({role}) says nothing; leave it out",
            HistoryRule.RightRole when callId is not null =>
                $"Message {index} ({role}) holds the call or result `{callId}`; calls belong in assistant messages, results in tool messages",
            HistoryRule.RightRole => $"Message {index} is a tool message and holds more than results",
            HistoryRule.UniqueCallId when string.IsNullOrEmpty(callId) => $"Message {index} holds a call without an id",
            HistoryRule.UniqueCallId => $"Message {index} calls with the id `{callId}` again",
            HistoryRule.CallHasResult =>
                $"Call `{callId}` of message {index} does not have one result in the tool messages directly behind it",
            HistoryRule.ResultHasCall =>
                $"Result `{callId}` of message {index} answers no call of the message before its tool messages",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, message: null),
        };
}
