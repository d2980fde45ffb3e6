using System.Diagnostics;
using System.Text;

namespace Baton.TestSupport;

/// <summary>The third-party SQS server <c>fauxqs</c>, as a process on loopback; nobody's code of ours.</summary>
/// <remarks>It takes any credentials. Its packages are installed from <c>tests/npm</c> when they are missing.</remarks>
public sealed class SqsServer : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    // Its own program listens on every address, so its library is used. It ends with the standard input.
    private const string Script = """
        import { buildApp } from "fauxqs";
        const app = buildApp({ host: "localhost", logger: false });
        await app.listen({ port: 0, host: "127.0.0.1" });
        console.log(`listening on http://127.0.0.1:${app.server.address().port}`);
        process.stdin.resume();
        process.stdin.on("end", () => process.exit(0));
        """;

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;
    private readonly StringBuilder _said = new();

    private SqsServer(Process process)
    {
        _process = process;
        _output = ReadAsync();
    }

    /// <summary>The server's address, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts a server on a free port and waits until it listens.</summary>
    public static async Task<SqsServer> StartAsync()
    {
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = await NodePackages.InstallAsync(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("--input-type=module");
        start.ArgumentList.Add("--eval");
        start.ArgumentList.Add(Script);
        SqsServer server = new(Process.Start(start)!);
        try
        {
            server.Url = await server._address.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _said.AppendLine(line);
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                _address.TrySetResult(line[Announcement.Length..]);
            }
        }

        _address.TrySetException(new InvalidOperationException($"fauxqs did not start:\n{_said}{await errors}"));
    }
}
