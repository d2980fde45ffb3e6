using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Agents.Mcp;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Mcp;

/// <summary>A conversation with a tool: a call a turn, which remembers nothing but what its arguments say.</summary>
internal sealed class McpToolConversation(McpToolTarget target, DataPath? responsePath, ConversationContext context)
    : IConversation
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        yield return await CallAsync(turn, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<AgentEvent> CallAsync(Turn turn, CancellationToken cancellationToken)
    {
        (McpServer? server, ToolArguments? arguments, AgentError? error) = await target
            .ConnectAsync(cancellationToken)
            .ConfigureAwait(false);
        if (server is null)
        {
            return new ErrorEvent(error!);
        }

        try
        {
            object? result = await server
                .CallAsync(
                    target.Tool,
                    arguments!.In(TemplateScope.From(context, turn)),
                    context.TraceParent is { } trace ? new JsonObject { ["traceparent"] = trace } : null,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return Answer(result);
        }
        catch (McpServerException failed)
        {
            return new ErrorEvent(target.ErrorOf(failed));
        }
    }

    private AgentEvent Answer(object? result) =>
        result switch
        {
            JsonElement structured => Structured(structured),
            string text when responsePath is not null => Parsed(text),
            string text => new FinalEvent(text),
            // Images and the like are no answer that can be read; the words beside them are.
            IEnumerable<AIContent> contents => new FinalEvent(
                string.Join('\n', contents.OfType<TextContent>().Select(content => content.Text))
            ),
            _ => new ErrorEvent(new AgentError(ErrorKind.NoOutput, $"`{target.Tool}` answered with nothing")),
        };

    private AgentEvent Parsed(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, StreamInterpreter.Parsing);
            return Structured(document.RootElement);
        }
        catch (JsonException)
        {
            return Misfit(
                $"answered with what is no JSON, so that `{responsePath}` (`mcp.response_path`) leads nowhere"
            );
        }
    }

    private AgentEvent Structured(JsonElement result)
    {
        if (responsePath is null)
        {
            return new FinalEvent(AnswerShapes.Find(result) ?? result.GetRawText()) { Raw = result.Clone() };
        }

        return responsePath.GetText(result) is { } text
            ? new FinalEvent(text) { Raw = result.Clone() }
            : Misfit($"answered without `{responsePath}` (`mcp.response_path`)");
    }

    private ErrorEvent Misfit(string problem) => new(new AgentError(ErrorKind.Protocol, $"`{target.Tool}` {problem}"));
}
