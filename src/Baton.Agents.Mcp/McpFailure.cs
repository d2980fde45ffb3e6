using System.ComponentModel;
using System.Net;
using ModelContextProtocol.Client;

namespace Baton.Agents.Mcp;

/// <summary>What went wrong with a server, in words that say what to do.</summary>
internal static class McpFailure
{
    public static McpServerException OfConnecting(McpServerOptions options, Exception error, StderrTail stderr) =>
        new($"{Who(options)} {ConnectingProblem(options, error)}{stderr}", error);

    public static McpServerException OfTime(McpServerOptions options, string tool) =>
        new(
            $"{Who(options)}: `{tool}` took longer than {Seconds(options.CallTimeout)} and was given up; raise CallTimeout if it needs more"
        )
        {
            Fault = McpFault.TimedOut,
        };

    /// <summary>The server answered the call with an error of the protocol.</summary>
    public static McpServerException OfCall(McpServerOptions options, string tool, Exception error) =>
        new($"{Who(options)}: `{tool}` failed: {error.Message}", error) { Fault = McpFault.Refused };

    /// <summary>The server went away during a call.</summary>
    public static async Task<McpServerException> OfLosingAsync(
        McpServerOptions options,
        string tool,
        Exception error,
        McpClient client,
        StderrTail stderr
    )
    {
        string how = error.Message;
        if (options.Connection is McpProcess)
        {
            // The SDK completes the session right after it fails the calls, when it knows how the process ended.
            ClientCompletionDetails? details = client.Completion.IsCompleted
                ? await client.Completion.ConfigureAwait(false)
                : (error as ClientTransportClosedException)?.Details;
            how = (details as StdioClientCompletionDetails)?.ExitCode is { } code
                ? $"the process ended with exit code {code}"
                : "the process ended or closed its output";
        }

        return new McpServerException(
            $"{Who(options)} was lost during `{tool}`: {how}; whether the call took effect is not known, and the next call connects anew{stderr}",
            error
        )
        {
            Fault = McpFault.Lost,
        };
    }

    private static string ConnectingProblem(McpServerOptions options, Exception error) =>
        error switch
        {
            TimeoutException or OperationCanceledException =>
                $"did not answer within {Seconds(options.ConnectTimeout)}; is it an MCP server? Raise ConnectTimeout if it needs more",
            HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } http =>
                $"refused the request with {(int)http.StatusCode!.Value}; check its Authorization header",
            HttpRequestException { StatusCode: { } status } when (int)status is >= 300 and < 400 =>
                $"answered {(int)status}, a redirect, which is not followed; use the address it leads to",
            HttpRequestException { StatusCode: { } status } => $"answered {(int)status}; check the address",
            HttpRequestException => $"cannot be reached: {error.Message}; check the address and that it runs",
            _ when Find<Win32Exception>(error) is { } start =>
                $"could not be started: {start.Message}; check that the program is installed and in PATH",
            ClientTransportClosedException { Details: StdioClientCompletionDetails { ExitCode: { } code } } =>
                $"ended with exit code {code} before it was ready",
            _ when options.Connection is McpProcess => $"could not be used: {FirstLine(error.Message)}",
            _ => $"could not be used: {error.Message}",
        };

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        while (error is not null and not T)
        {
            error = error.InnerException;
        }

        return error as T;
    }

    // The SDK puts the stderr tail behind its first line; ours follows.
    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();

    private static string Who(McpServerOptions options) =>
        $"MCP server {options.ShownName} ({options.Connection.Shown})";

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";
}
