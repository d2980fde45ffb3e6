using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes.Conversations;

namespace Baton.Targets.Processes.Acp;

/// <summary>A process that has been greeted and can hold sessions. Thread-safe.</summary>
internal sealed class AcpAgent : IAsyncDisposable
{
    /// <summary>The version of the protocol that is spoken here.</summary>
    public const int ProtocolVersion = 1;

    private readonly ChildProcessStart _start;
    private readonly TimeSpan _patience;
    private bool _closesSessions;
    private volatile bool _isRetired;

    private AcpAgent(ChildProcessStart start, TimeSpan patience)
    {
        _start = start;
        _patience = patience;
        Connection = new AcpConnection(start);
    }

    /// <summary>The connection.</summary>
    public AcpConnection Connection { get; }

    /// <summary>Whether new sessions may be opened on it.</summary>
    public bool IsUsable => !_isRetired && Connection.IsAlive;

    /// <summary>Starts a process and greets it.</summary>
    /// <param name="start">The program.</param>
    /// <param name="patience">The longest it may take to answer.</param>
    /// <param name="login">The identifier of the way to log in, or <see langword="null"/> for none.</param>
    /// <param name="started">Is given the agent before the greeting, so that somebody ends it whatever happens.</param>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    /// <exception cref="AcpException">It is no agent that Baton can speak with; the process is ended.</exception>
    public static async Task<AcpAgent> StartAsync(
        ChildProcessStart start,
        TimeSpan patience,
        string? login,
        Action<AcpAgent> started
    )
    {
        AcpAgent agent = new(start, patience);
        started(agent);
        try
        {
            await agent.GreetAsync().ConfigureAwait(false);
            if (login is not null)
            {
                await agent.LogInAsync(login).ConfigureAwait(false);
            }

            return agent;
        }
        catch
        {
            await agent.Connection.StopAsync(new ErrorEvent(ProcessFailure.Stopped)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a session in the folder the process runs in.</summary>
    /// <returns>Its identifier.</returns>
    /// <exception cref="AcpException">The agent said no, is gone, or took too long.</exception>
    public async Task<string> OpenSessionAsync(ConversationContext conversation, CancellationToken cancellationToken)
    {
        JsonElement session = await AskAsync(
                "session/new",
                json =>
                {
                    json.WriteString("cwd"u8, _start.WorkingDirectory);
                    json.WriteStartArray("mcpServers"u8);
                    json.WriteEndArray();
                    WriteTrace(json, conversation);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return AcpFields.Text(session, "sessionId")
            ?? throw new AcpException(AcpFailure.Malformed("session/new", session));
    }

    /// <summary>Sends a prompt.</summary>
    public void Prompt(AcpPrompt prompt, IReadOnlyList<string> texts, ConversationContext conversation) =>
        Connection.Ask(
            "session/prompt",
            prompt,
            json =>
            {
                json.WriteString("sessionId"u8, prompt.SessionId);
                json.WriteStartArray("prompt"u8);
                foreach (string text in texts)
                {
                    json.WriteStartObject();
                    json.WriteString("type"u8, "text"u8);
                    json.WriteString("text"u8, text);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                WriteTrace(json, conversation);
            }
        );

    /// <summary>Gives a prompt up; an agent that does not confirm in time takes no further sessions.</summary>
    public async Task CancelAsync(AcpPrompt prompt)
    {
        Connection.Tell("session/cancel", json => json.WriteString("sessionId"u8, prompt.SessionId));
        try
        {
            await prompt.Over.WaitAsync(_start.KillTimeout, _start.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _isRetired = true;
        }
    }

    /// <summary>The session is not needed any more; told to agents that want to know.</summary>
    public void CloseSession(string sessionId)
    {
        if (_closesSessions && Connection.IsAlive)
        {
            // Nothing depends on the answer; a failure of the process is told to those who need it.
            _ = Connection
                .AskAsync("session/close", json => json.WriteString("sessionId"u8, sessionId))
                .ContinueWith(
                    static closed => closed.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default
                );
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static void WriteTrace(Utf8JsonWriter json, ConversationContext conversation)
    {
        if (conversation.TraceParent is { } traceParent)
        {
            json.WriteStartObject("_meta"u8);
            json.WriteString("traceparent"u8, traceParent);
            json.WriteEndObject();
        }
    }

    private async Task GreetAsync()
    {
        JsonElement greeting = await AskAsync(
                "initialize",
                static json =>
                {
                    json.WriteNumber("protocolVersion"u8, ProtocolVersion);
                    json.WriteStartObject("clientCapabilities"u8);
                    json.WriteStartObject("fs"u8);
                    json.WriteBoolean("readTextFile"u8, false);
                    json.WriteBoolean("writeTextFile"u8, false);
                    json.WriteEndObject();
                    json.WriteBoolean("terminal"u8, false);
                    json.WriteEndObject();
                    json.WriteStartObject("clientInfo"u8);
                    json.WriteString("name"u8, "baton"u8);
                    json.WriteString("title"u8, "Baton"u8);
                    json.WriteString(
                        "version"u8,
                        typeof(AcpAgent).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0"
                    );
                    json.WriteEndObject();
                },
                CancellationToken.None
            )
            .ConfigureAwait(false);
        JsonElement version =
            AcpFields.Value(greeting, "protocolVersion")
            ?? throw new AcpException(AcpFailure.Malformed("initialize", greeting));
        if (
            version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int spoken)
            || spoken != ProtocolVersion
        )
        {
            throw new AcpException(AcpFailure.Version(version));
        }

        if (AcpFields.Value(greeting, "authMethods") is { ValueKind: JsonValueKind.Array } methods)
        {
            Connection.Logins =
            [
                .. methods
                    .EnumerateArray()
                    .Select(method => new AcpLogin(AcpFields.Text(method, "id") ?? "", AcpFields.Text(method, "name")))
                    .Where(login => login.Id.Length > 0),
            ];
        }

        _closesSessions =
            AcpFields.Value(greeting, "agentCapabilities") is { } capabilities
            && AcpFields.Value(capabilities, "sessionCapabilities") is { } sessions
            && AcpFields.Value(sessions, "close") is not null;
    }

    private async Task LogInAsync(string login)
    {
        if (!Connection.Logins.Any(offered => string.Equals(offered.Id, login, StringComparison.Ordinal)))
        {
            throw new AcpException(AcpFailure.NoLogin(login, Connection.Logins));
        }

        await AskAsync("authenticate", json => json.WriteString("methodId"u8, login), CancellationToken.None)
            .ConfigureAwait(false);
    }

    private async Task<JsonElement> AskAsync(
        string method,
        Action<Utf8JsonWriter> parameters,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Connection
                .AskAsync(method, parameters)
                .WaitAsync(_patience, _start.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new AcpException(ProcessFailure.With(Connection.Child, AcpFailure.Silent(method, _patience)));
        }
    }
}
