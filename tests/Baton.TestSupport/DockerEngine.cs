using System.Diagnostics;
using System.Formats.Tar;
using System.Net.Sockets;
using System.Text;

namespace Baton.TestSupport;

/// <summary>A Docker engine of the tests' own, with an image of BusyBox and agents in it. Needs root and <c>dockerd</c>.</summary>
/// <remarks>It has no bridge and touches no firewall: containers have no network or the machine's.</remarks>
public sealed class DockerEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("baton-docker-").FullName;
    private Process? _process;

    private DockerEngine() { }

    /// <summary>The usual image: BusyBox as <c>sh</c> and its friends, <c>/agent.sh</c>, <c>/www</c>.</summary>
    public const string Image = "baton-test:1";

    /// <summary>The socket's path.</summary>
    public string Socket => Path.Combine(_folder, "docker.sock");

    /// <summary>The address, as <c>DOCKER_HOST</c> has it.</summary>
    public string Address => $"unix://{Socket}";

    /// <summary>The files and sockets the engine has open; a connection that is not given back is among them.</summary>
    public int OpenFiles => Directory.GetFiles($"/proc/{_process!.Id}/fd").Length;

    /// <summary>Starts an engine and makes an image.</summary>
    /// <param name="files">The image's files beside BusyBox, by absolute path; all may be executed.</param>
    /// <param name="image">Its name and tag.</param>
    public static async Task<DockerEngine> StartAsync(IReadOnlyDictionary<string, string> files, string image = Image)
    {
        DockerEngine engine = new();
        await engine.RestartAsync();
        await engine.MakeImageAsync(files, image);
        return engine;
    }

    /// <summary>Ends the engine where it runs, and starts it again with what it had.</summary>
    /// <param name="options">Options of <c>dockerd</c> beside the usual ones.</param>
    public async Task RestartAsync(params string[] options)
    {
        await StopAsync();
        ProcessStartInfo start = new("dockerd")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (
            string argument in new[]
            {
                $"--data-root={_folder}/data",
                $"--exec-root={_folder}/exec",
                $"--pidfile={_folder}/pid",
                $"--host={Address}",
                "--iptables=false",
                "--ip6tables=false",
                "--bridge=none",
                "--shutdown-timeout=1",
            }.Concat(options)
        )
        {
            start.ArgumentList.Add(argument);
        }

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
                    throw new InvalidOperationException($"dockerd does not run here:\n{log}");
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

    /// <summary>Ends the engine as a crash would; its containers go on until the next start.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);

        // Its containerd is dead too, but where nobody reaps it the next engine would wait for it.
        File.Delete($"{_folder}/exec/containerd/containerd.pid");
    }

    /// <summary>Ends the engine and its containers.</summary>
    public async Task StopAsync()
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

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        using Process unmount = Process.Start(
            "sh",
            [
                "-c",
                $"umount {_folder}/data/overlay2/*/merged {_folder}/exec/netns/* 2>/dev/null; umount -l {_folder}/data 2>/dev/null; rm -rf {_folder}",
            ]
        );
        await unmount.WaitForExitAsync();
    }

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

    private async Task MakeImageAsync(IReadOnlyDictionary<string, string> files, string image)
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
