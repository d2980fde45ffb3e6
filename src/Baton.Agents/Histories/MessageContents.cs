using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>What the contents of a message mean to a model server.</summary>
internal static class MessageContents
{
    /// <summary>Whether a server gets something to read. Reasoning, usage and errors alone leave a message empty.</summary>
    public static bool SaysSomething(AIContent content) =>
        content switch
        {
            TextContent text => !string.IsNullOrWhiteSpace(text.Text),
            TextReasoningContent or UsageContent or ErrorContent => false,
            _ => true,
        };

    public static bool SaysSomething(ChatMessage message)
    {
        IList<AIContent> contents = message.Contents;
        for (int part = 0; part < contents.Count; part++)
        {
            if (SaysSomething(contents[part]))
            {
                return true;
            }
        }

        return false;
    }

    public static bool HasCalls(ChatMessage message)
    {
        IList<AIContent> contents = message.Contents;
        for (int part = 0; part < contents.Count; part++)
        {
            if (contents[part] is FunctionCallContent)
            {
                return true;
            }
        }

        return false;
    }
}
