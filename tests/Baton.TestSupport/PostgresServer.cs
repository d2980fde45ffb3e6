using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.TestSupport;

/// <summary>
/// A real PostgreSQL server as a process on loopback, with a folder of its own. Users need no password, except for the
/// database <c>guarded</c>, which nobody has made.
/// </summary>
/// <remarks>
/// A machine without the server's programs fails the tests that use it. The server refuses to run as root: there it runs
/// as the user <c>postgres</c>.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Announcement = "database system is ready to accept connections";
    private const int Attempts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("baton-postgres-").FullName;
    private Process? _process;
    private Task _output = Task.CompletedTask;

    private readonly int? _diskKilobytes;

    private PostgresServer(int? diskKilobytes = null) => _diskKilobytes = diskKilobytes;

    /// <summary>The port it listens on; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The address of a schema of its own, made by whoever opens it first.</summary>
    public string AddressOf(string schema) =>
        $"postgresql://postgres@127.0.0.1:{Port}/postgres?search_path={schema}&sslmode=disable";

    /// <summary>A folder on a disk of its own; only of a server that was started with one.</summary>
    public string SmallDisk => Path.Combine(_folder, "disk");

    /// <summary>Makes a server and waits until it takes connections.</summary>
    /// <param name="diskKilobytes">
    /// The size of a small disk that only the server sees, as <see cref="SmallDisk"/>; it takes root's rights. Default: none.
    /// </param>
    public static async Task<PostgresServer> StartNewAsync(int? diskKilobytes = null)
    {
        PostgresServer server = new(diskKilobytes);
        try
        {
            await server.InitializeAsync();
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
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server again, on the same port and with what it has on disk.</summary>
    public async Task StartAsync()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Start(
            "postgres",
            ["-D", DataFolder, "-p", $"{Port}", "-k", _folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        );
        _output = ReadAsync(_process, ready);
        try
        {
            await ready.Task.WaitAsync(Patience);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>Stops the server in order: connections end, everything committed is on disk.</summary>
    public Task StopAsync() => StopAsync("INT");

    /// <summary>Stops the server at once, without a word to its disk: it has to recover when it starts again.</summary>
    public Task CrashAsync() => StopAsync("QUIT");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string DataFolder => Path.Combine(_folder, "data");

    private async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using Process owner = Process.Start("chown", ["postgres", _folder]);
            await owner.WaitForExitAsync();
        }

        using Process making = Start(
            "initdb",
            ["-D", DataFolder, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"]
        );
        Task<string> output = making.StandardOutput.ReadToEndAsync();
        string errors = await making.StandardError.ReadToEndAsync();
        await output;
        await making.WaitForExitAsync();
        if (making.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb failed:\n{errors}");
        }

        string rules = Path.Combine(DataFolder, "pg_hba.conf");
        await File.WriteAllTextAsync(
            rules,
            $"host guarded all 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(rules)}"
        );
    }

    private async Task StopAsync(string signal)
    {
        if (_process is { } process)
        {
            _process = null;
            using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            {
                await kill.WaitForExitAsync();
            }

            await process.WaitForExitAsync().WaitAsync(Patience);
            await _output;
            process.Dispose();
        }
    }

    private Process Start(string program, string[] arguments)
    {
        string path = Path.Combine(Programs(), program);
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        if (_diskKilobytes is { } size && program == "postgres")
        {
            string mount =
                $"mkdir -p '{SmallDisk}' && mount -t tmpfs -o size={size}k none '{SmallDisk}' && chown postgres '{SmallDisk}'";
            command = ["unshare", "--mount", "sh", "-c", $"{mount} && exec \"$@\"", "sh", .. command];
        }

        ProcessStartInfo start = new(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        return Process.Start(start)!;
    }

    // Debian keeps the programs of each version apart and off the path.
    private static string Programs()
    {
        const string Versions = "/usr/lib/postgresql";
        string? newest = Directory.Exists(Versions)
            ? Directory
                .GetDirectories(Versions)
                .OrderByDescending(folder =>
                    double.TryParse(Path.GetFileName(folder), out double version) ? version : 0
                )
                .FirstOrDefault()
            : null;
        return newest is null ? "" : Path.Combine(newest, "bin");
    }

    // Reads to the end, so that the server never waits for its own words to be read.
    private static async Task ReadAsync(Process process, TaskCompletionSource ready)
    {
        StringBuilder said = new();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.Contains(Announcement, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }

        ready.TrySetException(new InvalidOperationException($"postgres did not start:\n{said}{await output}"));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
