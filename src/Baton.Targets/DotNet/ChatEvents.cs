using System.Text;
using System.Text.Json;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.DotNet;

/// <summary>Tells what Microsoft.Extensions.AI's answers and updates say as events.</summary>
internal static class ChatEvents
{
    private static readonly JsonSerializerOptions Plain = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>The events of a whole answer.</summary>
    public static IEnumerable<AgentEvent> Of(ChatResponse response)
    {
        foreach (AIContent content in response.Messages.SelectMany(message => message.Contents))
        {
            if (content is not TextContent && Of(content, response.ModelId) is { } happened)
            {
                yield return happened;
            }
        }

        if (response.Usage is { } usage)
        {
            yield return new UsageEvent(Of(usage), response.ModelId);
        }

        yield return new FinalEvent(response.Text);
    }

    /// <summary>The events of a stream of updates that stands at its first one; the texts joined are the answer.</summary>
    public static async IAsyncEnumerable<AgentEvent> ReadAsync(IAsyncEnumerator<object?> stream, string name)
    {
        StringBuilder text = new();
        do
        {
            if (stream.Current is not ChatResponseUpdate update)
            {
                continue;
            }

            foreach (AIContent content in update.Contents)
            {
                if (Of(content, update.ModelId) is { } happened)
                {
                    text.Append((happened as TextEvent)?.Content);
                    yield return happened;
                }
            }
        } while (await stream.MoveNextAsync().ConfigureAwait(false));

        yield return text.Length > 0
            ? new FinalEvent(text.ToString())
            : new ErrorEvent(new AgentError(ErrorKind.NoOutput, $"`{name}` ended its stream without text"));
    }

    private static AgentEvent? Of(AIContent content, string? model) =>
        content switch
        {
            TextContent { Text.Length: > 0 } text => new TextEvent(text.Text),
            TextReasoningContent { Text.Length: > 0 } thought => new ReasoningEvent(thought.Text),
            FunctionCallContent call => new ToolCallEvent(call.CallId, call.Name, Json(call.Arguments)),
            FunctionResultContent result => new ToolResultEvent(
                result.CallId,
                Json(result.Result),
                result.Exception?.Message
            ),
            UsageContent usage => new UsageEvent(Of(usage.Details), model),
            _ => null,
        };

    private static Usage Of(UsageDetails details) =>
        new()
        {
            InputTokens = details.InputTokenCount,
            OutputTokens = details.OutputTokenCount,
            TotalTokens = details.TotalTokenCount,
        };

    private static JsonElement? Json(object? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value, Plain);
}
