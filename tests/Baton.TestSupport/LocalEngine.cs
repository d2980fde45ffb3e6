using System.Diagnostics;
using System.Formats.Tar;
using System.Net.Sockets;
using System.Text;

namespace Baton.TestSupport;

/// <summary>A container engine of the tests' own, with an image of BusyBox and agents in it. Needs root.</summary>
/// <remarks>It has no bridge and touches no firewall: containers have no network or the machine's.</remarks>
public abstract class LocalEngine : IAsyncDisposable
{
    /// <summary>The usual image: BusyBox as <c>sh</c> and its friends, <c>/agent.sh</c>, <c>/www</c>.</summary>
    public const string Image = "baton-test:1";

    private Process? _process;

    /// <summary>Makes a folder for the engine; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="name">The engine's name.</param>
    protected LocalEngine(string name) => Folder = Directory.CreateTempSubdirectory($"baton-{name}-").FullName;

    /// <summary>The socket's path.</summary>
    public string Socket => Path.Combine(Folder, "engine.sock");

    /// <summary>The address, as <c>DOCKER_HOST</c> has it.</summary>
    public string Address => $"unix://{Socket}";

    /// <summary>How long an engine may take.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Everything the engine has.</summary>
    protected string Folder { get; }

    /// <summary>The files and sockets the engine has open; a connection that is not given back is among them.</summary>
    public int OpenFiles => Directory.GetFiles($"/proc/{_process!.Id}/fd").Length;

    /// <summary>Ends the engine as a crash would; its containers go on until the next start.</summary>
    public virtual async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Ends the engine and its containers.</summary>
    public virtual async Task StopAsync()
    {
        if (_process is { HasExited: false })
        {
            using Process stop = Process.Start("kill", [$"{_process.Id}"]);
            await stop.WaitForExitAsync();
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts the engine's program and waits until it answers.</summary>
    protected async Task StartAsync(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        StringBuilder log = new();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using CancellationTokenSource patience = new(Patience);
        while (!await AnswersAsync())
        {
            if (_process.HasExited || patience.IsCancellationRequested)
            {
                lock (log)
                {
                    throw new InvalidOperationException($"{start.FileName} does not run here:\n{log}");
                }
            }

            await Task.Delay(50);
        }

        void Keep(string? line)
        {
            lock (log)
            {
                log.AppendLine(line);
            }
        }
    }

    /// <summary>The identifiers of all containers, running or not.</summary>
    public async Task<string[]> ContainersAsync()
    {
        using HttpClient http = Client();
        string json = await http.GetStringAsync("http://engine/v1.41/containers/json?all=true");
        using System.Text.Json.JsonDocument list = System.Text.Json.JsonDocument.Parse(json);
        return [.. list.RootElement.EnumerateArray().Select(each => each.GetProperty("Id").GetString()!)];
    }

    /// <summary>Tells the engine something, for example <c>containers/NAME/kill</c>.</summary>
    public async Task PostAsync(string path)
    {
        using HttpClient http = Client();
        using HttpResponseMessage done = await http.PostAsync(new Uri($"http://engine/v1.41/{path}"), content: null);
        done.EnsureSuccessStatusCode();
    }

    /// <summary>Makes a network of containers on a bridge of its own.</summary>
    public async Task MakeNetworkAsync(string name)
    {
        using HttpClient http = Client();
        using StringContent body = new(
            $$"""{"Name":"{{name}}","Driver":"bridge"}""",
            Encoding.UTF8,
            "application/json"
        );
        using HttpResponseMessage made = await http.PostAsync(new Uri("http://engine/v1.41/networks/create"), body);
        made.EnsureSuccessStatusCode();
    }

    /// <summary>Takes a network away with its bridge.</summary>
    public async Task RemoveNetworkAsync(string name)
    {
        using HttpClient http = Client();
        using HttpResponseMessage gone = await http.DeleteAsync(new Uri($"http://engine/v1.41/networks/{name}"));
        gone.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        using Process unmount = Process.Start("sh", ["-c", $"{Unmount} 2>/dev/null; rm -rf {Folder}"]);
        await unmount.WaitForExitAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The commands that take away what the engine mounted in its folder.</summary>
    protected abstract string Unmount { get; }

    private HttpClient Client() =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, token) =>
                {
                    Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), token);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using HttpClient http = Client();
            using HttpResponseMessage response = await http.GetAsync(new Uri("http://engine/_ping"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Makes an image.</summary>
    /// <param name="files">Its files beside BusyBox, by absolute path; all may be executed.</param>
    /// <param name="image">Its name and tag.</param>
    protected async Task MakeImageAsync(IReadOnlyDictionary<string, string> files, string image)
    {
        using MemoryStream tar = new();
        await using (TarWriter writer = new(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync("/bin/busybox", "bin/busybox");
            foreach (string name in new[] { "sh", "cat", "sed", "sleep", "httpd", "touch", "id", "head", "tr" })
            {
                await writer.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{name}") { LinkName = "/bin/busybox" }
                );
            }

            foreach ((string path, string content) in files)
            {
                await writer.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, path.TrimStart('/'))
                    {
                        Mode = (UnixFileMode)0b111_101_101,
                        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                    }
                );
            }

            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, "tmp/"));
        }

        tar.Position = 0;
        using HttpClient http = Client();
        using StreamContent body = new(tar);
        using HttpResponseMessage made = await http.PostAsync(
            new Uri(
                $"http://engine/v1.41/images/create?fromSrc=-&repo={image.Replace(":", "&tag=", StringComparison.Ordinal)}"
            ),
            body
        );
        string answer = await made.Content.ReadAsStringAsync();
        if (!made.IsSuccessStatusCode || answer.Contains("error", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"the image could not be made: {answer}");
        }
    }
}
