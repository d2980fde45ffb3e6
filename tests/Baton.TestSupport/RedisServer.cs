using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.TestSupport;

/// <summary>A real <c>redis-server</c> as a process on loopback, with a folder of its own.</summary>
/// <remarks>A machine without <c>redis-server</c> fails the tests that use it.</remarks>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Announcement = "eady to accept connections";
    private const int Attempts = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("baton-redis-").FullName;
    private readonly string[] _options;
    private Process? _process;
    private Task _output = Task.CompletedTask;

    private RedisServer(string[] options) => _options = options;

    /// <summary>The port it listens on; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The path of its socket in the file system.</summary>
    public string SocketPath => Path.Combine(_folder, "redis.sock");

    /// <summary>Its address without user and password, for example <c>redis://127.0.0.1:40123</c>.</summary>
    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>Starts a server and waits until it takes connections. Without further options it keeps nothing on disk.</summary>
    /// <param name="options">Options of <c>redis-server</c>; a file name after <c>--tls-…-file</c> is taken as it is.</param>
    public static async Task<RedisServer> StartAsync(params string[] options)
    {
        RedisServer server = new(options);
        for (int attempt = 1; ; attempt++)
        {
            server.Port = FreePort();
            try
            {
                await server.StartAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody else took the port meanwhile.
            }
        }
    }

    /// <summary>Kills the server as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            await _output;
            process.Dispose();
        }
    }

    /// <summary>Starts the server again, on the same port and with what it kept on disk.</summary>
    public async Task StartAsync()
    {
        ProcessStartInfo start = new("redis-server")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] basics =
        [
            "--port",
            $"{Port}",
            "--bind",
            "127.0.0.1",
            "--dir",
            _folder,
            "--save",
            "",
            "--unixsocket",
            SocketPath,
            "--daemonize",
            "no",
        ];
        foreach (string argument in (string[])[.. basics, .. _options])
        {
            start.ArgumentList.Add(argument);
        }

        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start)!;
        _output = ReadAsync(_process, ready);
        try
        {
            await ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch
        {
            await KillAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Reads to the end, so that the server never waits for its own words to be read.
    private static async Task ReadAsync(Process process, TaskCompletionSource ready)
    {
        StringBuilder said = new();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.Contains(Announcement, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }

        ready.TrySetException(new InvalidOperationException($"redis-server did not start:\n{said}{await errors}"));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
