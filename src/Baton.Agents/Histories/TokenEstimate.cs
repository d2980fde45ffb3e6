using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>Guesses tokens without a tokenizer: good enough to stay under a limit with some room, not to bill.</summary>
public static class TokenEstimate
{
    private const int CharactersPerToken = 4;
    private const int TokensPerMessage = 4;
    private const int TokensPerAttachment = 1000;

    /// <summary>
    /// One token for four characters of text, calls and results begun, four for the message itself, and 1,000 for each
    /// image or file. Reasoning counts with its text.
    /// </summary>
    public static int Of(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        long characters = 0;
        long tokens = TokensPerMessage;
        IList<AIContent> contents = message.Contents;
        for (int part = 0; part < contents.Count; part++)
        {
            switch (contents[part])
            {
                case TextContent text:
                    characters += text.Text.Length;
                    break;
                case TextReasoningContent thought:
                    characters += thought.Text.Length;
                    break;
                case FunctionCallContent call:
                    characters += call.Name.Length + ToolContents.ArgumentsJson(call).Length;
                    break;
                case FunctionResultContent result:
                    characters += ToolContents.ResultText(result).Length;
                    break;
                case DataContent or UriContent or HostedFileContent:
                    tokens += TokensPerAttachment;
                    break;
                default:
                    break;
            }
        }

        tokens += (characters + CharactersPerToken - 1) / CharactersPerToken;
        return (int)Math.Min(tokens, int.MaxValue);
    }
}
