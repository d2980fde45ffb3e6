using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>Finds the result of every call, wherever it stands behind it, and gives every call an id of its own.</summary>
internal sealed class CallPairing
{
    private readonly Dictionary<int, List<PairedCall>> _callsByMessage = [];
    private readonly Dictionary<string, List<PairedCall>> _unanswered = new(StringComparer.Ordinal);

    public CallPairing(IReadOnlyList<ChatMessage> messages)
    {
        List<PairedCall> all = [];
        for (int index = 0; index < messages.Count; index++)
        {
            foreach (AIContent content in messages[index].Contents)
            {
                if (content is FunctionCallContent call && messages[index].Role == ChatRole.Assistant)
                {
                    PairedCall paired = new(index, call);
                    all.Add(paired);
                    Listed(_callsByMessage, index).Add(paired);
                    Listed(_unanswered, call.CallId).Add(paired);
                }
                else if (content is FunctionResultContent result)
                {
                    Answer(result);
                }
            }
        }

        GiveUniqueIds(all);
    }

    /// <summary>The calls of a message in their order; none for any other message than the assistant's.</summary>
    public IReadOnlyList<PairedCall> CallsOf(int messageIndex) =>
        _callsByMessage.TryGetValue(messageIndex, out List<PairedCall>? calls) ? calls : [];

    // Servers that count their calls anew in every turn give an id twice: the latest message is the one answered.
    private void Answer(FunctionResultContent result)
    {
        if (_unanswered.TryGetValue(result.CallId, out List<PairedCall>? calls) && calls.Count > 0)
        {
            int latest = calls[^1].MessageIndex;
            int first = calls.FindIndex(call => call.MessageIndex == latest);
            calls[first].Result = result;
            calls.RemoveAt(first);
        }
    }

    private static void GiveUniqueIds(List<PairedCall> calls)
    {
        HashSet<string> taken = new(calls.Select(static call => call.CallId), StringComparer.Ordinal);
        HashSet<string> given = new(StringComparer.Ordinal);
        foreach (PairedCall call in calls)
        {
            if (call.CallId.Length > 0 && given.Add(call.CallId))
            {
                continue;
            }

            string stem = call.CallId.Length > 0 ? call.CallId : "call";
            int number = 2;
            while (!taken.Add($"{stem}_{number}"))
            {
                number++;
            }

            call.CallId = $"{stem}_{number}";
            given.Add(call.CallId);
        }
    }

    private static List<PairedCall> Listed<TKey>(Dictionary<TKey, List<PairedCall>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<PairedCall>? list))
        {
            list = [];
            lists.Add(key, list);
        }

        return list;
    }
}
