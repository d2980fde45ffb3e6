using Microsoft.Extensions.AI;

namespace Baton.Benchmarks.Agents;

/// <summary>What one writes by hand: ask, call the tools, ask again. No limits, no records, no care for failures.</summary>
internal static class BareLoop
{
    public static async Task<string> RunAsync(
        IChatClient client,
        ChatOptions options,
        List<ChatMessage> history,
        string input
    )
    {
        history.Add(new ChatMessage(ChatRole.User, input));
        while (true)
        {
            ChatResponse response = await client.GetResponseAsync(history, options);
            history.AddRange(response.Messages);
            List<AIContent>? results = null;
            foreach (AIContent content in response.Messages[^1].Contents)
            {
                if (content is FunctionCallContent call)
                {
                    AIFunction tool = (AIFunction)options.Tools!.First(each => each.Name == call.Name);
                    object? result = await tool.InvokeAsync(new AIFunctionArguments(call.Arguments));
                    (results ??= []).Add(new FunctionResultContent(call.CallId, result));
                }
            }

            if (results is null)
            {
                return response.Text;
            }

            history.Add(new ChatMessage(ChatRole.Tool, results));
        }
    }

    public static async Task<int> StreamAsync(IChatClient client, ChatOptions options, string input)
    {
        int length = 0;
        List<ChatMessage> history = [new(ChatRole.User, input)];
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(history, options))
        {
            foreach (AIContent content in update.Contents)
            {
                length += content is TextContent text ? text.Text.Length : 0;
            }
        }

        return length;
    }
}
