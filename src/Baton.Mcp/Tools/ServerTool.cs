using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Configuration;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Tools;

/// <summary>Carries out a call.</summary>
/// <typeparam name="TArguments">The arguments.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
/// <param name="arguments">The arguments, checked against the schema.</param>
/// <param name="call">The call.</param>
/// <param name="cancellationToken">Ends it: the client no longer wants it, or the server ends.</param>
internal delegate Task<TResult> CarryOut<in TArguments, TResult>(
    TArguments arguments,
    ToolCall call,
    CancellationToken cancellationToken
);

/// <summary>A tool: strict arguments in, a structured result out, without secrets. Failures are results a model can act on.</summary>
/// <typeparam name="TArguments">A record whose properties are the arguments.</typeparam>
/// <typeparam name="TResult">A record that becomes a JSON object.</typeparam>
internal sealed class ServerTool<TArguments, TResult> : McpServerTool
    where TArguments : class
    where TResult : class
{
    private const int LongestAnswer = 1_000_000;

    private readonly CarryOut<TArguments, TResult> _carryOut;
    private readonly ToolRoom _room;

    /// <summary>Makes the tool.</summary>
    public ServerTool(ToolInfo info, ToolRoom room, CarryOut<TArguments, TResult> carryOut)
    {
        _room = room;
        _carryOut = carryOut;
        ProtocolTool = new Tool
        {
            Name = info.Name,
            Title = info.Title,
            Description = info.Description,
            InputSchema = ToolJson.SchemaOfArguments<TArguments>(),
            OutputSchema = ToolJson.SchemaOfResult<TResult>(),
            Annotations = info.Annotations,
        };
    }

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default
    )
    {
        using IDisposable presence = _room.Enter();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            _room.Ending
        );
        try
        {
            TArguments arguments = ToolArguments.Read<TArguments>(ProtocolTool.InputSchema, request.Params?.Arguments);
            ToolCall call = new(request.Server, request.Params?.ProgressToken);
            TResult result = await _carryOut(arguments, call, ending.Token).ConfigureAwait(false);
            return Answer(result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (_room.Ending.IsCancellationRequested)
        {
            return Failure("the server is ending; the call was stopped");
        }
        catch (ConfigurationException wrong)
        {
            return Failure(string.Join('\n', wrong.Errors));
        }
        catch (Exception error) when (error is BatonException or IOException or UnauthorizedAccessException)
        {
            return Failure(error.Message);
        }
        catch (Exception error)
        {
            _room.Report($"{ProtocolTool.Name} failed: {error}");
            return Failure($"Baton failed: {error.Message.Split('\n')[0].TrimEnd()} ({error.GetType().Name})");
        }
    }

    private CallToolResult Answer(TResult result)
    {
        string json = _room.Redact(JsonSerializer.Serialize(result, ToolJson.Options));
        return json.Length > LongestAnswer
            ? Failure(
                $"the answer has {json.Length} characters, which is more than a client takes; ask for less with `limit`, or for one thing"
            )
            : new CallToolResult
            {
                Content = [new TextContentBlock { Text = json }],
                StructuredContent = JsonElement.Parse(Encoding.UTF8.GetBytes(json)),
            };
    }

    private CallToolResult Failure(string message) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = _room.Redact(message) }] };
}
