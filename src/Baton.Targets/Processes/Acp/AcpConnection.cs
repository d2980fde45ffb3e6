using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes.Conversations;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Streaming;

namespace Baton.Targets.Processes.Acp;

/// <summary>JSON-RPC 2.0 with one process: its requests, ours, and what belongs to which prompt. Thread-safe.</summary>
internal sealed class AcpConnection : IAsyncDisposable
{
    private const int MethodNotFound = -32601;
    private static readonly TimeSpan LateExit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<long, Waiting> _waiting = new();
    private readonly ConcurrentDictionary<string, AcpPrompt> _prompts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _enough = new();
    private readonly TimeProvider _time;
    private readonly LineWriter _writer;
    private readonly Task _reading;
    private AgentEvent? _verdict;
    private long _sent;
    private volatile bool _isOver;

    /// <summary>Starts the process.</summary>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    public AcpConnection(ChildProcessStart start)
    {
        _time = start.TimeProvider;
        Child = ChildProcess.Start(start with { StderrLine = line => Log(line, "stderr") });
        _writer = new LineWriter(Child.Input);
        _reading = LiveAsync();
    }

    /// <summary>The process.</summary>
    public ChildProcess Child { get; }

    /// <summary>Whether it can be asked.</summary>
    public bool IsAlive => _verdict is null && !Child.Exit.IsCompleted;

    /// <summary>The ways to log in that the agent named; told with its refusals.</summary>
    public IReadOnlyList<AcpLogin> Logins { get; set; } = [];

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="AcpException">The agent said no, or is gone.</exception>
    public Task<JsonElement> AskAsync(string method, Action<Utf8JsonWriter> parameters)
    {
        TaskCompletionSource<JsonElement> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(method, parameters, new Waiting(method, Prompt: null, answer));
        return answer.Task;
    }

    /// <summary>Asks; the answer, or the process's end, is the prompt's last message.</summary>
    public void Ask(string method, AcpPrompt prompt, Action<Utf8JsonWriter> parameters)
    {
        _prompts[prompt.SessionId] = prompt;
        Send(method, parameters, new Waiting(method, prompt, Answer: null));
    }

    /// <summary>Tells something that has no answer.</summary>
    public void Tell(string method, Action<Utf8JsonWriter> parameters) =>
        _writer.Write((Id: (long?)null, Method: method, Parameters: parameters), WriteCall);

    /// <summary>Answers a request of the agent's.</summary>
    public void Reply(JsonElement id, Action<Utf8JsonWriter> result) =>
        _writer.Write(
            (Id: id, Result: result),
            static (json, reply) =>
            {
                Begin(json);
                json.WritePropertyName("id"u8);
                reply.Id.WriteTo(json);
                json.WriteStartObject("result"u8);
                reply.Result(json);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        );

    /// <summary>Nothing more is heard of a prompt.</summary>
    public void Forget(AcpPrompt prompt) =>
        _prompts.TryRemove(new KeyValuePair<string, AcpPrompt>(prompt.SessionId, prompt));

    /// <summary>Ends the process at once; every prompt on it ends this way.</summary>
    public async Task StopAsync(AgentEvent outcome)
    {
        Interlocked.CompareExchange(ref _verdict, outcome, null);
        await Child.StopAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    /// <summary>Takes leave: the input ends, and a moment later the process is told to.</summary>
    public async ValueTask DisposeAsync()
    {
        _writer.Close();
        try
        {
            await Child.Exit.WaitAsync(Farewell, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It does not end by itself.
        }

        await StopAsync(new ErrorEvent(ProcessFailure.Stopped)).ConfigureAwait(false);
        _enough.Dispose();
    }

    private void Send(string method, Action<Utf8JsonWriter> parameters, Waiting waiting)
    {
        long id = Interlocked.Increment(ref _sent);
        _waiting[id] = waiting;
        _writer.Write((Id: (long?)id, Method: method, Parameters: parameters), WriteCall);
        if (_isOver && _waiting.TryRemove(id, out _))
        {
            Fail(waiting);
        }
    }

    private static void WriteCall(
        Utf8JsonWriter json,
        (long? Id, string Method, Action<Utf8JsonWriter> Parameters) call
    )
    {
        Begin(json);
        if (call.Id is { } id)
        {
            json.WriteNumber("id"u8, id);
        }

        json.WriteString("method"u8, call.Method);
        json.WriteStartObject("params"u8);
        call.Parameters(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc"u8, "2.0"u8);
    }

    private async Task LiveAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Task watching = EndAfterExitAsync();
        if (await ReadAsync().ConfigureAwait(false) is { } problem)
        {
            Interlocked.CompareExchange(ref _verdict, new ErrorEvent(problem), null);
        }

        bool closedOutput = false;
        try
        {
            await Child.Exit.WaitAsync(_verdict is null ? LateExit : TimeSpan.Zero, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            closedOutput = _verdict is null;
        }

        await Child.StopAsync().ConfigureAwait(false);
        ProcessExit exit = await Child.Exit.ConfigureAwait(false);
        Interlocked.CompareExchange(ref _verdict, new ErrorEvent(AcpFailure.Ended(Child, exit, closedOutput)), null);
        await watching.ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        await Child.DisposeAsync().ConfigureAwait(false);
        _isOver = true;
        foreach (long id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out Waiting? waiting))
            {
                Fail(waiting);
            }
        }
    }

    private async Task<AgentError?> ReadAsync()
    {
        using LineReader lines = new(Child.Output);
        try
        {
            do
            {
                while (lines.TryRead(out OutputLine line))
                {
                    AgentError? problem = line.Kind switch
                    {
                        OutputLineKind.Json => await TakeAsync(line.Bytes).ConfigureAwait(false),
                        OutputLineKind.TooLong => AcpFailure.Line(
                            $"is over {LineReader.LongestJson / 1024 / 1024} MiB",
                            line.Bytes.Span
                        ),
                        _ => Print(line.Bytes.Span),
                    };
                    if (problem is not null)
                    {
                        return problem;
                    }
                }
            } while (await lines.FillAsync(_enough.Token).ConfigureAwait(false));
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The pipe broke, or a stranger holds it open.
        }

        return null;
    }

    // A descendant that left the group may hold the pipe open for ever.
    private async Task EndAfterExitAsync()
    {
        await Child.Exit.ConfigureAwait(false);
        _enough.CancelAfter(LateExit);
    }

    private AgentError? Print(ReadOnlySpan<byte> line)
    {
        Log(Encoding.UTF8.GetString(line), "stdout");
        return null;
    }

    private void Log(string line, string source)
    {
        AcpPrompt[] open = [.. _prompts.Values];
        if (open is [AcpPrompt only])
        {
            only.AddLog(line, source);
        }
    }

    private async ValueTask<AgentError?> TakeAsync(ReadOnlyMemory<byte> bytes)
    {
        JsonElement message;
        try
        {
            message = JsonElement.Parse(Utf8Bytes.ForJson(bytes).Span);
        }
        catch (JsonException)
        {
            return AcpFailure.Line("is no JSON object", bytes.Span);
        }

        bool hasId = message.TryGetProperty("id"u8, out JsonElement id) && id.ValueKind != JsonValueKind.Null;
        if (message.TryGetProperty("method"u8, out JsonElement named) && named.ValueKind == JsonValueKind.String)
        {
            message.TryGetProperty("params"u8, out JsonElement parameters);
            await TakeCallAsync(named.GetString()!, hasId ? id : null, parameters).ConfigureAwait(false);
        }
        else if (
            hasId
            && id.ValueKind == JsonValueKind.Number
            && id.TryGetInt64(out long number)
            && _waiting.TryRemove(number, out Waiting? waiting)
        )
        {
            await TakeAnswerAsync(waiting, message).ConfigureAwait(false);
        }

        return null;
    }

    private async ValueTask TakeCallAsync(string method, JsonElement? id, JsonElement parameters)
    {
        AcpPrompt? prompt =
            parameters.ValueKind == JsonValueKind.Object
            && parameters.TryGetProperty("sessionId"u8, out JsonElement session)
            && session.ValueKind == JsonValueKind.String
                ? _prompts.GetValueOrDefault(session.GetString()!)
                : null;
        if (method == "session/update" && parameters.ValueKind == JsonValueKind.Object)
        {
            if (prompt is not null && parameters.TryGetProperty("update"u8, out JsonElement update))
            {
                await prompt.AddAsync(new AcpUpdate(update), _enough.Token).ConfigureAwait(false);
            }
        }
        else if (method == "session/request_permission" && id is { } asked)
        {
            if (prompt is not null)
            {
                await prompt.AddAsync(new AcpQuestion(asked, parameters), _enough.Token).ConfigureAwait(false);
            }
            else
            {
                Reply(asked, AcpPermission.WriteCancelled);
            }
        }
        else if (id is { } unknown)
        {
            Refuse(unknown, method);
        }
    }

    private void Refuse(JsonElement id, string method) =>
        _writer.Write(
            (Id: id, Method: method),
            static (json, refused) =>
            {
                Begin(json);
                json.WritePropertyName("id"u8);
                refused.Id.WriteTo(json);
                json.WriteStartObject("error"u8);
                json.WriteNumber("code"u8, MethodNotFound);
                json.WriteString("message"u8, $"`{refused.Method}` is not offered here (see `clientCapabilities`)");
                json.WriteEndObject();
                json.WriteEndObject();
            }
        );

    private async ValueTask TakeAnswerAsync(Waiting waiting, JsonElement message)
    {
        bool isError =
            message.TryGetProperty("error"u8, out JsonElement error) && error.ValueKind == JsonValueKind.Object;
        if (!isError && message.TryGetProperty("result"u8, out JsonElement result))
        {
            waiting.Answer?.TrySetResult(result);
            await EndAsync(waiting.Prompt, new AcpAnswer(result)).ConfigureAwait(false);
            return;
        }

        AgentError failure = isError
            ? AcpFailure.Refused(waiting.Method, error, Logins)
            : AcpFailure.Malformed(waiting.Method, message);
        await Child.SettleStderrAsync(TimeSpan.FromMilliseconds(5)).ConfigureAwait(false);
        failure = ProcessFailure.With(Child, failure);
        waiting.Answer?.TrySetException(new AcpException(failure));
        await EndAsync(waiting.Prompt, new AcpEnd(new ErrorEvent(failure))).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(AcpPrompt? prompt, AcpMessage last)
    {
        if (prompt is not null)
        {
            prompt.End();
            await prompt.AddAsync(last, _enough.Token).ConfigureAwait(false);
            Forget(prompt);
        }
    }

    private void Fail(Waiting waiting)
    {
        AgentEvent verdict = _verdict!;
        waiting.Answer?.TrySetException(
            new AcpException(
                (verdict as ErrorEvent)?.Error ?? new AgentError(ErrorKind.Limit, ((LimitEvent)verdict).Message)
            )
        );
        if (waiting.Prompt is { } prompt)
        {
            prompt.End();
            prompt.EndWith(verdict);
            Forget(prompt);
        }
    }

    /// <summary>A request that is not answered yet: by a task, or into a prompt.</summary>
    private sealed record Waiting(string Method, AcpPrompt? Prompt, TaskCompletionSource<JsonElement>? Answer);
}
