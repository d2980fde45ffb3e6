using Baton.Mcp.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Resources;

/// <summary>Answers what clients ask about resources.</summary>
/// <param name="room">What tools share.</param>
internal sealed class ResourceHandlers(ToolRoom room)
{
    private const int PageSize = 200;

    private readonly ExperimentResources _experiments = new(room);

    /// <summary>Puts the answers among a server's handlers.</summary>
    public void AddTo(McpServerHandlers handlers)
    {
        handlers.ListResourcesHandler = (request, cancellationToken) =>
            ValueTask.FromResult(List(request.Params?.Cursor, cancellationToken));
        handlers.ListResourceTemplatesHandler = (_, _) =>
            ValueTask.FromResult(
                new ListResourceTemplatesResult { ResourceTemplates = [.. ExperimentResources.Templates] }
            );
        handlers.ReadResourceHandler = (request, cancellationToken) =>
            ValueTask.FromResult(Read(request.Params?.Uri ?? "", cancellationToken));
        handlers.CompleteHandler = (request, cancellationToken) =>
            ValueTask.FromResult(Complete(request.Params, cancellationToken));
    }

    private ListResourcesResult List(string? cursor, CancellationToken cancellationToken)
    {
        long first;
        try
        {
            first = PageCursor.Parse(cursor).Item;
        }
        catch (ToolCallException wrong)
        {
            throw new McpProtocolException(wrong.Message, wrong, McpErrorCode.InvalidParams);
        }

        Resource[] page =
        [
            .. DocumentResources
                .List()
                .Concat(_experiments.List(cancellationToken))
                .Skip((int)Math.Min(first, int.MaxValue))
                .Take(PageSize + 1),
        ];
        return new ListResourcesResult
        {
            Resources = [.. page.Take(PageSize)],
            NextCursor = page.Length > PageSize ? new PageCursor(first + PageSize).ToString() : null,
        };
    }

    private ReadResourceResult Read(string uri, CancellationToken cancellationToken) =>
        DocumentResources.Read(uri)
        ?? _experiments.Read(uri, cancellationToken)
        ?? throw new McpProtocolException(
            $"There is no resource `{uri}`; resources/list and resources/templates/list tell those there are",
            McpErrorCode.ResourceNotFound
        );

    private CompleteResult Complete(CompleteRequestParams? asked, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> values = [];
        if (asked?.Ref is ResourceTemplateReference or PromptReference && asked.Argument is { } argument)
        {
            string? experiment = null;
            asked.Context?.Arguments?.TryGetValue("experiment", out experiment);
            try
            {
                values = _experiments.Complete(argument.Name, argument.Value, experiment, cancellationToken);
            }
            catch (Baton.Agents.BatonException)
            {
                // What is typed so far names no experiment: there is nothing to offer.
            }
        }

        return new CompleteResult
        {
            Completion = new Completion { Values = [.. values], Total = values.Count },
        };
    }
}
