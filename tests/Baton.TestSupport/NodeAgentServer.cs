using System.Diagnostics;

namespace Baton.TestSupport;

/// <summary>An agent of <c>tests/npm/streams/agents</c>, made with a library of others, as a process on loopback.</summary>
/// <remarks>Its packages are installed when they are missing. A machine without Node.js fails the tests that use it.</remarks>
public sealed class NodeAgentServer : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    private readonly Process _process;
    private readonly Task<string> _errors;
    private Task<string>? _output;

    private NodeAgentServer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The server's address without a slash at the end, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The process, to look at what it holds open.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts an agent on a free port and waits until it answers.</summary>
    /// <param name="name">The file below <c>agents</c>, without its ending.</param>
    /// <param name="variables">Environment variables for it.</param>
    public static async Task<NodeAgentServer> StartAsync(string name, params (string Name, string Value)[] variables)
    {
        string folder = await NodePackages.InstallAsync("streams");
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("serve.mjs");
        start.ArgumentList.Add(name);
        foreach ((string variable, string value) in variables)
        {
            start.Environment[variable] = value;
        }

        NodeAgentServer server = new(Process.Start(start)!);
        try
        {
            server.Url = await server.ListenedAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server._output = server._process.StandardOutput.ReadToEndAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _errors;
        if (_output is not null)
        {
            await _output;
        }

        _process.Dispose();
    }

    private async Task<string> ListenedAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                return line[Announcement.Length..].TrimEnd('/');
            }
        }

        throw new InvalidOperationException($"The agent ended before it listened:\n{await _errors}");
    }
}
