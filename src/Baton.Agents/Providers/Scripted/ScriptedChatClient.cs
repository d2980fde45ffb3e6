using System.Runtime.CompilerServices;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Scripted;

/// <summary>
/// A model that plays a script: answers, tool calls, delays and failures, one for each call, in order. Needs no
/// network. Safe for concurrent use; calls at once take their answers in the order they arrive.
/// </summary>
public sealed class ScriptedChatClient : IChatClient
{
    private const int PieceLength = 16;

    private readonly Func<ScriptedRequest, int, ScriptedReply> _script;
    private readonly TimeProvider _timeProvider;
    private readonly ChatClientMetadata _metadata;

    // Guards the record of requests.
    private readonly Lock _gate = new();
    private readonly List<ScriptedRequest> _requests = [];

    /// <summary>Plays answers in order.</summary>
    /// <param name="replies">The answers; a call beyond the last one throws <see cref="InvalidOperationException"/>.</param>
    /// <param name="timeProvider">The clock of delays. Default: the system's.</param>
    public ScriptedChatClient(IEnumerable<ScriptedReply> replies, TimeProvider? timeProvider = null)
        : this(Play([.. replies]), timeProvider) { }

    /// <summary>Makes each answer up from the request.</summary>
    /// <param name="script">Gets the request and its number, from 0.</param>
    /// <param name="timeProvider">The clock of delays. Default: the system's.</param>
    public ScriptedChatClient(Func<ScriptedRequest, int, ScriptedReply> script, TimeProvider? timeProvider = null)
        : this(script, timeProvider, ModelName.Scripted) { }

    private ScriptedChatClient(
        Func<ScriptedRequest, int, ScriptedReply> script,
        TimeProvider? timeProvider,
        string model
    )
    {
        _script = script;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _metadata = new ChatClientMetadata(ModelName.Scripted, providerUri: null, model);
    }

    /// <summary>Plays a script from a file, from its first answer.</summary>
    /// <param name="path">
    /// A JSON file: <c>{"replies": ["Hello!", {"tool_calls": [{"name": "look"}]}], "repeat": true}</c>. All keys of a
    /// reply: <c>text, reasoning, tool_calls [{name, arguments, id}], delay</c> (seconds), <c>usage {input, output,
    /// cached_input}, failure {kind, message, status, retry_after, transient}</c>.
    /// </param>
    /// <param name="timeProvider">The clock of delays. Default: the system's.</param>
    /// <exception cref="ModelConfigurationException">
    /// The file cannot be read, has an unknown key or a value of the wrong type; the message names file, line and key.
    /// </exception>
    public static ScriptedChatClient Load(string path, TimeProvider? timeProvider = null)
    {
        ScriptFile script = ScriptFile.Read(path);
        return new ScriptedChatClient(script.Answer, timeProvider, path);
    }

    /// <summary>What was asked so far, in order. A copy.</summary>
    public IReadOnlyList<ScriptedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ScriptedReply reply = await NextAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is not null)
        {
            throw reply.Failure;
        }

        List<AIContent> contents = [];
        if (reply.Reasoning is not null)
        {
            contents.Add(new TextReasoningContent(reply.Reasoning));
        }

        if (reply.Text is not null)
        {
            contents.Add(new TextContent(reply.Text));
        }

        contents.AddRange(reply.ToolCalls);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            FinishReason = FinishReason(reply),
            ModelId = _metadata.DefaultModelId,
            Usage = reply.Usage,
        };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Text and reasoning come word by word; a call comes as one piece after a few <see cref="ToolArgumentsDelta"/>.
    /// </remarks>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ScriptedReply reply = await NextAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (string word in Words(reply.Reasoning))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(word)]);
        }

        foreach (string word in Words(reply.Text))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, word);
        }

        if (reply.Failure is not null)
        {
            throw reply.Failure;
        }

        foreach (ToolArgumentsDelta piece in reply.ToolCalls.SelectMany(Pieces))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [piece]);
        }

        List<AIContent> last = [.. reply.ToolCalls];
        if (reply.Usage is not null)
        {
            last.Add(new UsageContent(reply.Usage));
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, last)
        {
            FinishReason = FinishReason(reply),
            ModelId = _metadata.DefaultModelId,
        };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Does nothing; the record of requests stays readable.</summary>
    public void Dispose() { }

    private async ValueTask<ScriptedReply> NextAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        ScriptedRequest request = new([.. messages], options?.Clone());
        int number;
        lock (_gate)
        {
            number = _requests.Count;
            _requests.Add(request);
        }

        ScriptedReply reply = _script(request, number);
        if (reply.Delay > TimeSpan.Zero)
        {
            await Task.Delay(reply.Delay, _timeProvider, cancellationToken).ConfigureAwait(false);
        }

        return reply.ToolCalls.All(static call => call.CallId.Length > 0)
            ? reply
            : reply with
            {
                ToolCalls = Named(reply.ToolCalls, new CallIds(request.Messages)),
            };
    }

    private static List<FunctionCallContent> Named(IReadOnlyList<FunctionCallContent> calls, CallIds ids) =>
        [
            .. calls.Select(call => new FunctionCallContent(ids.Or(call.CallId), call.Name, call.Arguments)
            {
                Exception = call.Exception,
                AdditionalProperties = call.AdditionalProperties,
            }),
        ];

    private static IEnumerable<ToolArgumentsDelta> Pieces(FunctionCallContent call)
    {
        string arguments = ToolCallArguments.RawText(call) ?? ToolContents.ArgumentsJson(call);
        return arguments
            .Chunk(PieceLength)
            .Select(piece => new ToolArgumentsDelta(call.CallId, call.Name, new string(piece)));
    }

    private static Func<ScriptedRequest, int, ScriptedReply> Play(ScriptedReply[] replies) =>
        (_, number) =>
            number < replies.Length
                ? replies[number]
                : throw new InvalidOperationException(
                    $"The script has {replies.Length} answers and was asked for number {number + 1}; add one to it"
                );

    private static ChatFinishReason FinishReason(ScriptedReply reply) =>
        reply.ToolCalls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;

    private static IEnumerable<string> Words(string? text)
    {
        int start = 0;
        while (start < text?.Length)
        {
            int space = text.IndexOf(' ', start);
            int end = space < 0 ? text.Length : space + 1;
            yield return text[start..end];
            start = end;
        }
    }
}
