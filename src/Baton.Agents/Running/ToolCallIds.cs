using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>Sees to it that no two calls of a conversation bear the same identifier, whatever models make up.</summary>
internal sealed class ToolCallIds
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Takes note of a conversation's calls.</summary>
    public void Enter(IReadOnlyList<ChatMessage> messages)
    {
        foreach (ChatMessage message in messages)
        {
            foreach (AIContent content in message.Contents)
            {
                if (content is FunctionCallContent call)
                {
                    _used.Add(call.CallId);
                }
            }
        }
    }

    /// <summary>
    /// The calls of an answer that Baton is to carry out, made distinct; where that takes a change, the answer becomes a
    /// copy, for the client may give the same message again.
    /// </summary>
    public FunctionCallContent[] Take(ref ChatMessage answer)
    {
        bool isCopy = false;
        List<FunctionCallContent>? calls = null;
        for (int index = 0; index < answer.Contents.Count; index++)
        {
            if (answer.Contents[index] is FunctionCallContent { InformationalOnly: false } call)
            {
                if (string.IsNullOrEmpty(call.CallId) || !_used.Add(call.CallId))
                {
                    if (!isCopy)
                    {
                        isCopy = true;
                        answer = answer.Clone();
                        answer.Contents = [.. answer.Contents];
                    }

                    call = Renamed(call);
                    answer.Contents[index] = call;
                }

                (calls ??= []).Add(call);
            }
        }

        return calls is null ? [] : [.. calls];
    }

    private FunctionCallContent Renamed(FunctionCallContent call)
    {
        string stem = string.IsNullOrEmpty(call.CallId) ? "call" : call.CallId;
        for (int number = 2; ; number++)
        {
            string id = $"{stem}_{number}";
            if (_used.Add(id))
            {
                return new FunctionCallContent(id, call.Name, call.Arguments) { Exception = call.Exception };
            }
        }
    }
}
