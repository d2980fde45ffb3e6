using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>A message and the tool messages directly behind it; the default is a round without either.</summary>
internal readonly struct ToolRound
{
    private readonly IReadOnlyList<ChatMessage> _messages;
    private readonly int _start;

    /// <summary>Finds the round.</summary>
    /// <param name="messages">The history.</param>
    /// <param name="start">Where the message stands.</param>
    public ToolRound(IReadOnlyList<ChatMessage> messages, int start)
    {
        _messages = messages;
        _start = start;
        End = start + 1;
        while (End < messages.Count && messages[End].Role == ChatRole.Tool)
        {
            End++;
        }
    }

    /// <summary>Where the first message behind the round stands.</summary>
    public int End { get; }

    /// <summary>How many results answer the call.</summary>
    public int CountResults(string callId)
    {
        int count = 0;
        for (int index = _start + 1; index < End; index++)
        {
            IList<AIContent> contents = _messages[index].Contents;
            for (int part = 0; part < contents.Count; part++)
            {
                count += contents[part] is FunctionResultContent result && IsSame(result.CallId, callId) ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Whether the message is the assistant's and makes the call.</summary>
    public bool HasCall(string callId)
    {
        if (End == 0 || _messages[_start].Role != ChatRole.Assistant)
        {
            return false;
        }

        IList<AIContent> contents = _messages[_start].Contents;
        for (int part = 0; part < contents.Count; part++)
        {
            if (contents[part] is FunctionCallContent call && IsSame(call.CallId, callId))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
