using System.Diagnostics;

namespace Baton.TestSupport;

/// <summary>A Docker engine of the tests' own. Needs root and <c>dockerd</c>.</summary>
public sealed class DockerEngine : LocalEngine
{
    private DockerEngine()
        : base("docker") { }

    /// <inheritdoc/>
    protected override string Unmount =>
        $"umount {Folder}/data/overlay2/*/merged {Folder}/exec/netns/* 2>/dev/null; umount -l {Folder}/data";

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
        await StartAsync(
            new ProcessStartInfo(
                "dockerd",
                [
                    $"--data-root={Folder}/data",
                    $"--exec-root={Folder}/exec",
                    $"--pidfile={Folder}/pid",
                    $"--host={Address}",
                    "--iptables=false",
                    "--ip6tables=false",
                    "--bridge=none",
                    "--shutdown-timeout=1",
                    .. options,
                ]
            )
        );
    }

    /// <inheritdoc/>
    public override async Task KillAsync()
    {
        await base.KillAsync();

        // Its containerd is dead too, but where nobody reaps it the next engine would wait for it.
        File.Delete($"{Folder}/exec/containerd/containerd.pid");
    }
}
