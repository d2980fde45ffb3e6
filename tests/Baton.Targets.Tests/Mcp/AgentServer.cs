using System.Diagnostics;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Mcp;

/// <summary>A server of the protocol's own SDK that listens on loopback and wants the key <c>sesame</c>.</summary>
internal sealed class AgentServer : IAsyncDisposable
{
    private readonly Process _process;
    private bool _isOver;

    private AgentServer(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>The script, which speaks over standard input and output as well.</summary>
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "Mcp", "agent-server.cjs");

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>A section that starts it as a program.</summary>
    public static async Task<RunnerOptions> OptionsAsync(string tool, string more = "")
    {
        string packages = await NodePackages.InstallAsync();
        return Options($"command: [node, \"{Script}\", \"{packages}\", stdio], tool: {tool}{more}");
    }

    /// <summary>A section.</summary>
    public static RunnerOptions Options(string mcp)
    {
        Baton.Configuration.ConfigurationErrors errors = new();
        RunnerOptions options = Sections.Read<RunnerOptions>($"{{mcp: {{{mcp}}}}}", errors).ShouldNotBeNull();
        errors.Items.ShouldBeEmpty();
        return options;
    }

    public static async Task<AgentServer> StartAsync()
    {
        ProcessStartInfo start = new("node", [Script, await NodePackages.InstallAsync(), "http"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string port = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        return new AgentServer(process, $"http://127.0.0.1:{port}/mcp");
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
