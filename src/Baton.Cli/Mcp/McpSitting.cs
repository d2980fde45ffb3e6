using System.CommandLine;
using System.Globalization;
using System.Net;
using Baton.Cli.Agents;
using Baton.Cli.Interrupts;
using Baton.Cli.Parsing;
using Baton.Mcp;
using Baton.Mcp.Http;

namespace Baton.Cli.Mcp;

/// <summary>Carries out <c>baton mcp</c>.</summary>
internal static class McpSitting
{
    private const string TokenVariable = "BATON_MCP_TOKEN";
    private const int HighestPort = 65535;

    /// <summary>Serves until the input ends or somebody asks to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, McpOptions options, ParseResult parsed)
    {
        UsageErrors errors = new();
        string root = Path.GetFullPath(parsed.GetValue(options.Root) ?? ".", session.WorkingDirectory);
        errors.AddIf(!Directory.Exists(root), options.Root.Name, $"no folder `{parsed.GetValue(options.Root)}`");
        HttpPlace? http = ReadHttp(session, options, parsed, errors);
        errors.ThrowIfAny();

        // Whatever an agent in this process prints must not get among the protocol's lines.
        Console.SetOut(Console.Error);
        using Interruption interruption = session.Listen();
        ToolSession inside = session with { WorkingDirectory = root };
        await using BatonMcpServer server = new(
            new McpPlace
            {
                Root = root,
                Environment = session.Environment,
                OpenStore = isNew =>
                    isNew
                        ? StoreAccess.Open(options.Store, parsed, inside)
                        : StoreAccess.OpenForReading(options.Store, parsed, inside),
                AgentTools = AgentTools.Create(inside),
                ReadOnly = parsed.GetValue(options.ReadOnly),
                Version = ToolVersion.Text,
                Report = session.Error.WriteLine,
                TimeProvider = session.Clock,
            }
        );
        if (http is null)
        {
            await server.RunStdioAsync(interruption.Asked, interruption.Insisted);
        }
        else
        {
            await ServeAsync(session, server, http, interruption);
        }

        return interruption.Insisted.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Ok;
    }

    private static async Task ServeAsync(
        ToolSession session,
        BatonMcpServer server,
        HttpPlace place,
        Interruption interruption
    )
    {
        await using McpHttpServer http = await McpHttpServer.StartAsync(server, place, session.Clock);
        await session.Error.WriteLineAsync($"serving {http.Address}; Ctrl-C ends it");
        await Task.Delay(Timeout.InfiniteTimeSpan, session.Clock, interruption.Asked)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await http.EndAsync(interruption.Insisted);
    }

    private static HttpPlace? ReadHttp(ToolSession session, McpOptions options, ParseResult parsed, UsageErrors errors)
    {
        string[] origins = parsed.GetValue(options.AllowOrigin) ?? [];
        string? host = parsed.GetValue(options.Host);
        if (parsed.GetValue(options.Http) is not { } written)
        {
            errors.AddIf(host is not null, options.Host.Name, "goes with `--http PORT`");
            errors.AddIf(origins.Length > 0, options.AllowOrigin.Name, "goes with `--http PORT`");
            return null;
        }

        bool isPort =
            int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= HighestPort;
        errors.AddIf(!isPort, options.Http.Name, $"`{written}` is no port; write a number from 0 to {HighestPort}");
        IPAddress? address = host switch
        {
            null or "localhost" => IPAddress.Loopback,
            _ => IPAddress.TryParse(host, out IPAddress? known) ? known : null,
        };
        errors.AddIf(
            address is null,
            options.Host.Name,
            $"`{host}` is no address; write one such as 127.0.0.1 or 0.0.0.0"
        );
        string? token = session.Environment.TryGetValue(TokenVariable, out string? set) && set.Length > 0 ? set : null;
        errors.AddIf(
            address is not null && !IPAddress.IsLoopback(address) && token is null,
            options.Host.Name,
            $"others reach `{host}`, and who reaches the server can run the project's code; set {TokenVariable} to a long random word"
        );
        foreach (string origin in origins)
        {
            bool isOrigin =
                Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
                && page.Scheme is "http" or "https"
                && page.GetLeftPart(UriPartial.Authority) == origin.TrimEnd('/');
            errors.AddIf(
                !isOrigin,
                options.AllowOrigin.Name,
                $"`{origin}` is no origin; write one such as https://host:port"
            );
        }

        return address is null
            ? null
            : new HttpPlace
            {
                Address = address,
                Port = port,
                Token = token,
                AllowedOrigins = [.. origins.Select(origin => origin.TrimEnd('/'))],
            };
    }
}
