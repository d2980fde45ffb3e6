namespace Baton.Agents;

/// <summary>The words for what can go wrong in a turn. The set may grow; files hold the plain string.</summary>
public static class ErrorKind
{
    /// <summary>The agent itself said that it failed.</summary>
    public const string Agent = "agent_error";

    /// <summary>The agent's code threw.</summary>
    public const string Exception = "exception";

    /// <summary>The agent ended without an answer.</summary>
    public const string NoOutput = "no_output";

    /// <summary>The call took longer than its time-out.</summary>
    public const string Timeout = "timeout";

    /// <summary>Nobody listens at the address (refused, no route).</summary>
    public const string Refused = "refused";

    /// <summary>The host name has no address.</summary>
    public const string Dns = "dns";

    /// <summary>TLS could not be agreed on.</summary>
    public const string Tls = "tls";

    /// <summary>The connection broke after it was made.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>The other side does not accept the credentials (401, 403).</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The other side asked to be called less often (429).</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>Any other HTTP status that is not a success.</summary>
    public const string HttpStatus = "http_status";

    /// <summary>The other side broke the protocol, or its answer has not the configured shape.</summary>
    public const string Protocol = "protocol";

    /// <summary>The agent's process or worker ended in the middle of the turn.</summary>
    public const string ProcessExit = "process_exit";

    /// <summary>The agent could not be started.</summary>
    public const string Start = "start";

    /// <summary>A tool failed, in a run that stops at that.</summary>
    public const string Tool = "tool_error";

    /// <summary>A guardrail stopped the run.</summary>
    public const string Guardrail = "guardrail";

    /// <summary>The caller ended the run.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A limit other than time ended the run.</summary>
    public const string Limit = "limit";

    /// <summary>The supervisor or its model failed.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>The answer is not what its input expects.</summary>
    public const string Expectation = "expectation";

    /// <summary>Baton's own fault.</summary>
    public const string Internal = "internal";

    /// <summary>Whether the kind says that no agent was there to answer, so that other runs would fare the same.</summary>
    public static bool IsUnreachable(string kind) => kind is Refused or Dns or Tls or Unauthorized or Start;
}
