using System.Diagnostics;

namespace Baton.TestSupport;

/// <summary>A service of Podman of the tests' own. Needs root, <c>podman</c> and <c>runc</c>.</summary>
/// <remarks>It has a store of its own and manages cgroups itself, so it needs no systemd.</remarks>
public sealed class PodmanEngine : LocalEngine
{
    private PodmanEngine()
        : base("podman") =>
        // The usual bounds are higher than a container on a small machine may ask for.
        File.WriteAllText(
            Path.Combine(Folder, "containers.conf"),
            "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n[engine]\nruntime = \"runc\"\n"
        );

    /// <inheritdoc/>
    protected override string Unmount =>
        $"umount -l {Folder}/root/overlay/*/merged {Folder}/root/overlay-containers/*/userdata/shm {Folder}/root/overlay {Folder}/root";

    /// <summary>Starts a service and makes an image.</summary>
    /// <param name="files">The image's files beside BusyBox, by absolute path; all may be executed.</param>
    public static async Task<PodmanEngine> StartAsync(IReadOnlyDictionary<string, string> files)
    {
        PodmanEngine engine = new();
        await engine.StartAsync(engine.Command("system", "service", "--time=0", engine.Address));
        await engine.MakeImageAsync(files, Image);

        // It takes the archive, but names every image `latest`.
        string[] name = Image.Split(':');
        await engine.PostAsync($"images/{name[0]}/tag?repo={name[0]}&tag={name[1]}");
        return engine;
    }

    /// <inheritdoc/>
    /// <remarks>Podman's containers do not end with its service.</remarks>
    public override async Task StopAsync()
    {
        await base.StopAsync();
        using Process remove = Process.Start(Command("rm", "--all", "--force", "--time=0"))!;
        await remove.WaitForExitAsync().WaitAsync(Patience);
    }

    private ProcessStartInfo Command(params string[] arguments) =>
        new(
            "podman",
            [
                $"--root={Folder}/root",
                $"--runroot={Folder}/run",
                $"--tmpdir={Folder}/tmp",
                "--cgroup-manager=cgroupfs",
                "--events-backend=file",
                .. arguments,
            ]
        )
        {
            Environment = { ["CONTAINERS_CONF"] = Path.Combine(Folder, "containers.conf") },
            // What watches a container leaves a file where it was started when memory runs out.
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
}
