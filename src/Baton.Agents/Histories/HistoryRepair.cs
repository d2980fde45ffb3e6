using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>Writes a broken history anew so that it is valid. What is not broken is taken over as it is.</summary>
internal sealed class HistoryRepair(IReadOnlyList<ChatMessage> messages)
{
    private readonly List<ChatMessage> _repaired = new(messages.Count);
    private readonly CallPairing _pairing = new(messages);

    public IReadOnlyList<ChatMessage> Run()
    {
        int index = 0;
        while (index < messages.Count)
        {
            IReadOnlyList<PairedCall> calls = _pairing.CallsOf(index);
            index =
                calls.Count == 0 ? TakeMessage(index)
                : IsSound(calls, index) ? TakeRound(index)
                : RepairRound(index, calls);
        }

        LetUserStart();
        return _repaired.AsReadOnly();
    }

    private bool IsSound(IReadOnlyList<PairedCall> calls, int index)
    {
        ToolRound round = new(messages, index);
        int results = 0;
        for (int tool = index + 1; tool < round.End; tool++)
        {
            IList<AIContent> contents = messages[tool].Contents;
            if (contents.Count == 0 || contents.Any(static content => content is not FunctionResultContent))
            {
                return false;
            }

            results += contents.Count;
        }

        return results == calls.Count
            && !messages[index].Contents.Any(static content => content is FunctionResultContent)
            && calls.All(call => round.HasCall(call.CallId) && round.CountResults(call.CallId) == 1);
    }

    private int TakeRound(int index)
    {
        int end = new ToolRound(messages, index).End;
        for (int taken = index; taken < end; taken++)
        {
            _repaired.Add(messages[taken]);
        }

        return end;
    }

    private int RepairRound(int index, IReadOnlyList<PairedCall> calls)
    {
        List<AIContent> contents = [];
        int next = 0;
        foreach (AIContent content in messages[index].Contents)
        {
            if (content is FunctionCallContent)
            {
                contents.Add(calls[next++].RepairedCall);
            }
            else if (content is not FunctionResultContent)
            {
                contents.Add(content);
            }
        }

        _repaired.Add(With(messages[index], contents));
        _repaired.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select(static call => call.RepairedResult)]));
        return index + 1;
    }

    // Its results, if any, stand behind their calls by now.
    private int TakeMessage(int index)
    {
        ChatMessage message = messages[index];
        List<AIContent> rest =
        [
            .. message.Contents.Where(static content => content is not (FunctionCallContent or FunctionResultContent)),
        ];
        if (rest.Exists(MessageContents.SaysSomething))
        {
            ChatMessage kept = rest.Count == message.Contents.Count ? message : With(message, rest);
            if (message.Role == ChatRole.Tool)
            {
                kept = With(message, rest);
                kept.Role = ChatRole.User;
            }

            _repaired.Add(kept);
        }

        return index + 1;
    }

    private void LetUserStart()
    {
        int first = _repaired.FindIndex(static message => message.Role != ChatRole.System);
        if (first >= 0 && _repaired[first].Role != ChatRole.User)
        {
            _repaired.Insert(first, new ChatMessage(ChatRole.User, HistoryRules.ConversationStart));
        }
    }

    // The raw representation would bring back what was taken out.
    private static ChatMessage With(ChatMessage message, List<AIContent> contents)
    {
        ChatMessage copy = message.Clone();
        copy.Contents = contents;
        copy.RawRepresentation = null;
        return copy;
    }
}
