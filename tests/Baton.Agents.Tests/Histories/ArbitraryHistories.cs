using Baton.Agents.Histories;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Histories;

/// <summary>Histories for property tests.</summary>
internal static class ArbitraryHistories
{
    private static readonly Gen<string> _ids = Gen.Elements("a", "b", "c", "call_1", "a_2", string.Empty);
    private static readonly Gen<string> _texts = Gen.Elements(string.Empty, " ", "Hello", new string('x', 400));

    /// <summary>Messages that keep no rule.</summary>
    public static Gen<IReadOnlyList<ChatMessage>> Broken { get; } =
        Gen.ListOf(
                from role in Gen.Elements(ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool)
                from contents in Content().ListOf()
                select new ChatMessage(role, [.. contents.Take(4)])
            )
            .Select(static messages => (IReadOnlyList<ChatMessage>)[.. messages]);

    /// <summary>Histories as servers take them, with at least one message of the user.</summary>
    public static Gen<IReadOnlyList<ChatMessage>> Valid { get; } =
        from system in Gen.Choose(0, 2)
        from first in Turn()
        from more in Turn().ListOf()
        select Assemble(system, [first, .. more]);

    /// <summary>Limits from none to narrower than any history.</summary>
    public static Gen<HistoryLimits> Limits { get; } =
        from messages in Limit(20)
        from turns in Limit(5)
        from tokens in Limit(400)
        select new HistoryLimits
        {
            MaxMessages = messages,
            MaxTurns = turns,
            MaxTokens = tokens,
        };

    private static Gen<int?> Limit(int most) =>
        Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, most).Select(static int? (limit) => limit));

    private static Gen<AIContent> Content() =>
        Gen.OneOf(
            _texts.Select(static AIContent (text) => new TextContent(text)),
            _texts.Select(static AIContent (text) => new TextReasoningContent(text)),
            _ids.Select(static AIContent (id) => new FunctionCallContent(id, "tool")),
            _ids.Select(static AIContent (id) => new FunctionResultContent(id, "result")),
            Gen.Constant<AIContent>(new DataContent(new byte[] { 1, 2, 3 }, "image/png"))
        );

    // The user's messages, and for each round how many calls it makes and whether their results share a message.
    private static Gen<(int Requests, (int Calls, bool Together)[] Rounds)> Turn() =>
        from requests in Gen.Choose(1, 2)
        from rounds in (
            from calls in Gen.Choose(0, 3)
            from together in Gen.Elements(true, false)
            select (calls, together)
        ).ListOf()
        select (requests, rounds.ToArray());

    private static IReadOnlyList<ChatMessage> Assemble(
        int system,
        IEnumerable<(int Requests, (int Calls, bool Together)[] Rounds)> turns
    )
    {
        List<ChatMessage> messages = [];
        int id = 0;
        for (int index = 0; index < system; index++)
        {
            messages.Add(new(ChatRole.System, "Be brief."));
        }

        foreach ((int requests, (int Calls, bool Together)[] rounds) in turns)
        {
            for (int index = 0; index < requests; index++)
            {
                messages.Add(new(ChatRole.User, $"Question {messages.Count}"));
            }

            foreach ((int calls, bool together) in rounds)
            {
                string[] ids = [.. Enumerable.Range(0, calls).Select(_ => $"call_{id++}")];
                messages.Add(
                    new(
                        ChatRole.Assistant,
                        [new TextContent("Let me see."), .. ids.Select(call => new FunctionCallContent(call, "look"))]
                    )
                );
                AIContent[] results = [.. ids.Select(call => new FunctionResultContent(call, $"seen {call}"))];
                messages.AddRange(
                    together && calls > 0
                        ? [new ChatMessage(ChatRole.Tool, [.. results])]
                        : results.Select(result => new ChatMessage(ChatRole.Tool, [result]))
                );
            }
        }

        return messages;
    }
}
