using System.Net;
using ModelContextProtocol.Client;

namespace Baton.Agents.Mcp;

/// <summary>Makes the SDK's transport for a connection.</summary>
internal static class McpTransport
{
    public static IClientTransport Create(McpServerOptions options, StderrTail stderr) =>
        options.Connection switch
        {
            McpProcess process => Create(process, options.ShownName, stderr),
            McpEndpoint endpoint => Create(endpoint, options),
            _ => throw new McpServerException("There is no such way to an MCP server"),
        };

    private static StdioClientTransport Create(McpProcess process, string name, StderrTail stderr) =>
        new(
            new StdioClientTransportOptions
            {
                Name = name,
                Command = process.Command,
                Arguments = [.. process.Arguments],
                WorkingDirectory = process.WorkingDirectory,
                InheritEnvironmentVariables = false,
                EnvironmentVariables = EnvironmentOf(process),
                ShutdownTimeout = process.ShutdownTimeout,
                StandardErrorLines = stderr.Add,
            }
        );

    private static Dictionary<string, string?> EnvironmentOf(McpProcess process)
    {
        Dictionary<string, string?> variables = new(StdioClientTransportOptions.GetDefaultEnvironmentVariables());
        foreach (string name in process.InheritedVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                variables[name] = value;
            }
        }

        foreach ((string name, string value) in process.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }

    private static HttpClientTransport Create(McpEndpoint endpoint, McpServerOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
        };
        // Each wait has its own limit; the client's own would cut long calls short.
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        return new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Name = options.ShownName,
                Endpoint = endpoint.Url,
                AdditionalHeaders = new Dictionary<string, string>(endpoint.Headers),
                ConnectionTimeout = options.ConnectTimeout,
            },
            client,
            ownsHttpClient: true
        );
    }

    /// <summary>Whether no later request can be answered over the connection either.</summary>
    public static bool MeansLoss(Exception error) =>
        error is HttpRequestException { StatusCode: { } status }
            // The server forgot the session.
            ? status == HttpStatusCode.NotFound
            : error is HttpRequestException or IOException or ObjectDisposedException;

    /// <summary>Whether a request cannot have been carried out, so that it may be sent again.</summary>
    public static bool WasNotDelivered(Exception error) =>
        error
            is HttpRequestException { StatusCode: HttpStatusCode.NotFound }
                or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
}
