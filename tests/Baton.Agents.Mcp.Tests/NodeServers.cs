using System.Diagnostics;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Mcp.Tests;

/// <summary>The servers the tests talk to, all of them real processes under Node.js.</summary>
internal static class NodeServers
{
    public static string OddScript { get; } = Path.Combine(AppContext.BaseDirectory, "Servers", "odd-server.cjs");

    /// <summary>The reference server of the protocol's authors.</summary>
    public static async Task<McpProcess> EverythingAsync()
    {
        string packages = await NodePackages.InstallAsync();
        string script = Path.Combine(
            packages,
            "node_modules",
            "@modelcontextprotocol",
            "server-everything",
            "dist",
            "index.js"
        );
        return new McpProcess("node") { Arguments = [script, "stdio"] };
    }

    /// <summary>A server of ours that misbehaves in one way.</summary>
    public static async Task<McpProcess> OddAsync(string way = "tools") =>
        new("node") { Arguments = [OddScript, await NodePackages.InstallAsync(), way] };

    public static AIFunction Named(this McpServer server, string tool) =>
        server.Tools.Single(candidate => candidate.Name == tool);

    public static async Task<object?> CallAsync(
        this McpServer server,
        string tool,
        params (string Name, object? Value)[] arguments
    ) =>
        await server
            .Named(tool)
            .InvokeAsync(
                new AIFunctionArguments(arguments.ToDictionary(static pair => pair.Name, static pair => pair.Value)),
                TestContext.Current.CancellationToken
            );

    public static async Task<Process> ProcessOfAsync(this McpServer server) =>
        Process.GetProcessById(
            int.Parse((string)(await server.CallAsync("pid"))!, System.Globalization.CultureInfo.InvariantCulture)
        );

    /// <summary>Fails unless a process ends by itself or by a signal under way; one that nobody has reaped has ended.</summary>
    public static async Task ShouldEndAsync(int processId)
    {
        using CancellationTokenSource longest = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        longest.CancelAfter(TimeSpan.FromSeconds(30));
        while (IsRunning(processId))
        {
            longest.IsCancellationRequested.ShouldBeFalse($"process {processId} still runs");
            await Task.Yield();
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{processId}/status");
            return !status.Contains("State:\tZ", StringComparison.Ordinal)
                && !status.Contains("State:\tX", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
