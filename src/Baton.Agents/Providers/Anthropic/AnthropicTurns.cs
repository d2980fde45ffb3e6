using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>A conversation as Anthropic will have it: turns of the two sides by turns, none of them empty.</summary>
internal static class AnthropicTurns
{
    /// <summary>Puts messages of one side in a row together, results of tools before what else was said.</summary>
    public static IReadOnlyList<AnthropicTurn> Of(IEnumerable<ChatMessage> messages)
    {
        List<AnthropicTurn> turns = [];
        foreach (ChatMessage message in messages.Where(static message => !Instructions.IsIn(message)))
        {
            bool isAssistant = message.Role == ChatRole.Assistant;
            AIContent[] contents = [.. message.Contents.Where(content => IsSaid(content, isAssistant))];
            if (contents.Length == 0)
            {
                continue;
            }

            if (turns.Count == 0 || turns[^1].IsAssistant != isAssistant)
            {
                turns.Add(new AnthropicTurn(isAssistant, []));
            }

            turns[^1].Contents.AddRange(contents);
        }

        foreach (AnthropicTurn turn in turns.Where(static turn => !turn.IsAssistant))
        {
            FunctionResultContent[] results = [.. turn.Contents.OfType<FunctionResultContent>()];
            turn.Contents.RemoveAll(static content => content is FunctionResultContent);
            turn.Contents.InsertRange(0, results);
        }

        TrimEnd(turns);
        return turns;
    }

    /// <summary>Whether thinking can be asked for: a loop of tool calls must have begun with a signed thought.</summary>
    public static bool AllowThinking(IReadOnlyList<AnthropicTurn> turns)
    {
        for (int i = turns.Count - 1; i >= 0; i--)
        {
            AnthropicTurn turn = turns[i];
            if (turn.IsAssistant)
            {
                if (
                    turn.Contents.Exists(static content => content is FunctionCallContent)
                    && !IsThought(turn.Contents[0])
                )
                {
                    return false;
                }
            }
            else if (!turn.Contents.Exists(static content => content is FunctionResultContent))
            {
                return true;
            }
        }

        return true;
    }

    // The server refuses blank text, and a thought it did not sign.
    private static bool IsSaid(AIContent content, bool isAssistant) =>
        content switch
        {
            TextContent text => !string.IsNullOrWhiteSpace(text.Text),
            TextReasoningContent thought => isAssistant && IsThought(thought),
            FunctionCallContent => isAssistant,
            FunctionResultContent => !isAssistant,
            _ => !isAssistant && ImageContents.IsImage(content),
        };

    private static bool IsThought(AIContent content) =>
        content is TextReasoningContent { ProtectedData.Length: > 0 } thought
        && (KeptThought.Read(thought) is not { } kept || kept.FindText(AnthropicAnswer.RedactedThinking) is not null);

    // An answer that is begun for the model to end must not end in a blank.
    private static void TrimEnd(List<AnthropicTurn> turns)
    {
        if (turns is [.., { IsAssistant: true, Contents: [.., TextContent text] } last])
        {
            last.Contents[^1] = new TextContent(text.Text.TrimEnd());
        }
    }
}

/// <summary>What one side says until the other speaks.</summary>
internal sealed record AnthropicTurn(bool IsAssistant, List<AIContent> Contents);
