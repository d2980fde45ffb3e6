using System.Diagnostics;
using System.Globalization;
using Baton.TestSupport;

namespace Baton.Agents.Mcp.Tests;

/// <summary>The misbehaving server behind HTTP on loopback; it wants the key <c>Bearer sesame</c>.</summary>
internal sealed class HttpOddServer : IAsyncDisposable
{
    private readonly Process _process;
    private bool _ended;

    private HttpOddServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public McpServerOptions Options => new(Endpoint("Bearer sesame"));

    public McpEndpoint Endpoint(string authorization) =>
        new(new Uri($"http://127.0.0.1:{Port}/mcp?secret=1"))
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = authorization },
        };

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="way"><c>http</c> or <c>sse</c>.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    public static async Task<HttpOddServer> StartAsync(string way, int port = 0)
    {
        ProcessStartInfo start = new("node") { UseShellExecute = false, RedirectStandardOutput = true };
        string packages = await NodePackages.InstallAsync();
        foreach (
            string argument in (string[])
                [NodeServers.OddScript, packages, way, port.ToString(CultureInfo.InvariantCulture)]
        )
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        string line = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        return new HttpOddServer(process, int.Parse(line, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _ended = true;
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
    }
}
