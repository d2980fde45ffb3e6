using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Processes.Conversations;

namespace Baton.Targets.Processes.Acp;

/// <summary>Puts into words what went wrong with an agent that speaks ACP.</summary>
internal static class AcpFailure
{
    private const int AuthenticationRequired = -32000;
    private const int MethodNotFound = -32601;

    /// <summary>The agent answered a request with an error.</summary>
    /// <param name="method">The request.</param>
    /// <param name="error">The <c>error</c> of its response.</param>
    /// <param name="logins">The ways to log in that it named, or nothing.</param>
    public static AgentError Refused(string method, JsonElement error, IReadOnlyList<AcpLogin> logins)
    {
        int code =
            error.TryGetProperty("code"u8, out JsonElement number) && number.TryGetInt32(out int parsed) ? parsed : 0;
        string said =
            error.TryGetProperty("message"u8, out JsonElement text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()!
                : error.GetRawText();
        JsonObject details = new() { ["method"] = method, ["code"] = code };
        if (error.TryGetProperty("data"u8, out JsonElement data))
        {
            details["data"] = JsonNode.Parse(data.GetRawText());
            said += data.ValueKind == JsonValueKind.String ? $" ({data.GetString()})" : "";
        }

        return code switch
        {
            AuthenticationRequired => new AgentError(
                ErrorKind.Unauthorized,
                $"the agent wants somebody to log in first: {said}; log in with the agent's own program, or give its key in `env`"
                    + (
                        logins.Count > 0
                            ? $", or name a way it offers as `process.auth_method`: {string.Join(", ", logins)}"
                            : ""
                    )
            ),
            _ when method == "authenticate" => new AgentError(
                ErrorKind.Unauthorized,
                $"the agent did not accept the login of `process.auth_method`: {said}"
            ),
            MethodNotFound => new AgentError(
                ErrorKind.Protocol,
                $"the agent does not know `{method}`, so it does not speak the Agent Client Protocol: {said}"
            ),
            _ => new AgentError(ErrorKind.Agent, $"the agent refused `{method}`: {said}"),
        } with
        {
            Details = details,
        };
    }

    /// <summary>The agent does not offer the way to log in that is configured.</summary>
    public static AgentError NoLogin(string login, IReadOnlyList<AcpLogin> logins) =>
        new(
            ErrorKind.Unauthorized,
            logins.Count == 0
                ? $"the agent offers no way to log in; remove `process.auth_method: {login}`"
                : $"the agent offers no way to log in named `{login}` (`process.auth_method`); it offers {string.Join(", ", logins)}"
        );

    /// <summary>The agent speaks another version of the protocol.</summary>
    public static AgentError Version(JsonElement offered) =>
        new(
            ErrorKind.Protocol,
            $"the agent speaks version {offered.GetRawText()} of the Agent Client Protocol, Baton speaks {AcpAgent.ProtocolVersion}; use a version of the agent that does, too"
        );

    /// <summary>The agent's answer lacks what it must have.</summary>
    public static AgentError Malformed(string method, JsonElement result) =>
        new(
            ErrorKind.Protocol,
            $"the agent's answer to `{method}` is not what the Agent Client Protocol asks for: {Start(result.GetRawText())}"
        );

    /// <summary>The agent took too long to greet.</summary>
    public static AgentError Silent(string method, TimeSpan patience) =>
        new(
            ErrorKind.Start,
            $"the agent did not answer `{method}` within {patience.TotalSeconds:0.###} s; check that the command starts it as an ACP agent, or raise `ready_timeout`"
        );

    /// <summary>The process is over.</summary>
    public static AgentError Ended(ChildProcess child, ProcessExit exit, bool closedOutput)
    {
        bool neverRan =
            exit.Code is 126 or 127
            && child.TellingStderrLine?.StartsWith("setsid: failed to execute", StringComparison.Ordinal) == true;
        string what =
            neverRan ? "the program could not be started"
            : closedOutput ? "the process closed its standard output and went on running"
            : $"the process {exit} in the middle of its work";
        JsonObject details = new() { ["exit_code"] = exit.Code };
        if (exit.Signal is not null)
        {
            details["signal"] = exit.Signal;
        }

        return ProcessFailure.With(
            child,
            new AgentError(
                neverRan ? ErrorKind.Start : ErrorKind.ProcessExit,
                child.TellingStderrLine is { } line ? $"{what}; its standard error says: {line}" : what
            )
            {
                Details = details,
            }
        );
    }

    /// <summary>A line is no message.</summary>
    public static AgentError Line(string problem, ReadOnlySpan<byte> line) =>
        new(
            ErrorKind.Protocol,
            $"the agent sent a line that {problem}: {ProcessFailure.Start(line)}; every message is one JSON object on a line of its own"
        );

    private static string Start(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
}
