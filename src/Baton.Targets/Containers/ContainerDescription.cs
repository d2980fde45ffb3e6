using System.Text.Json.Nodes;
using Baton.Targets.Guards;

namespace Baton.Targets.Containers;

/// <summary>What the engine is told of a container: little is allowed unless the section says so.</summary>
internal static class ContainerDescription
{
    private const double NanoCpus = 1e9;

    /// <summary>The description of a section.</summary>
    /// <param name="options">The section.</param>
    /// <param name="memory">The most memory, or <see langword="null"/>.</param>
    /// <param name="variables">Variables beside the section's own.</param>
    /// <param name="folder">The folder that relative volumes start from.</param>
    public static JsonObject Of(
        ContainerOptions options,
        ByteSize? memory,
        IReadOnlyDictionary<string, string> variables,
        string folder
    )
    {
        bool isHttp = options.Mode == ContainerMode.Http;
        string network = options.NetworkOrDefault;
        JsonObject host = new()
        {
            ["ReadonlyRootfs"] = !options.Writable,
            ["Tmpfs"] = new JsonObject { ["/tmp"] = "rw,nosuid,nodev" },
            ["CapDrop"] = new JsonArray("ALL"),
            ["SecurityOpt"] = new JsonArray("no-new-privileges"),
            ["PidsLimit"] = options.PidsLimit,
            ["NetworkMode"] = network,
            ["Mounts"] = new JsonArray([.. options.Volumes.Select(volume => (JsonNode)volume.Describe(folder))]),
            // What is said is read from the attachment; nobody reads it from the engine's disk.
            ["LogConfig"] = new JsonObject { ["Type"] = "none" },
            ["RestartPolicy"] = new JsonObject { ["Name"] = "no" },
        };
        if (memory is not null)
        {
            host["Memory"] = memory.Bytes;
            host["MemorySwap"] = memory.Bytes;
        }

        if (options.Cpus is { } cpus)
        {
            host["NanoCpus"] = (long)(cpus * NanoCpus);
        }

        JsonObject description = new()
        {
            ["Image"] = options.Image,
            ["Env"] = new JsonArray([
                .. variables.Concat(options.Env).Select(pair => (JsonNode)$"{pair.Key}={pair.Value}"),
            ]),
            ["Labels"] = new JsonObject { [ContainerOwner.Label] = ContainerOwner.Own },
            ["OpenStdin"] = !isHttp,
            ["StdinOnce"] = !isHttp,
            ["AttachStdin"] = !isHttp,
            ["AttachStdout"] = true,
            ["AttachStderr"] = true,
            ["Tty"] = false,
            ["HostConfig"] = host,
        };
        if (options.Command is { } command)
        {
            description["Cmd"] = new JsonArray([.. command.Items.Select(item => (JsonNode)item)]);
        }

        if (options.Workdir is not null)
        {
            description["WorkingDir"] = options.Workdir;
        }

        if (options.User is not null)
        {
            description["User"] = options.User;
        }

        if (isHttp && network != "host")
        {
            string port = $"{options.Port}/tcp";
            description["ExposedPorts"] = new JsonObject { [port] = new JsonObject() };
            host["PortBindings"] = new JsonObject
            {
                [port] = new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" }),
            };
        }

        return description;
    }

    /// <summary>The bound of memory: the tighter of the section's and the guard's.</summary>
    public static ByteSize? Memory(ContainerOptions options, ByteSize? guard) =>
        guard is not null && (options.Memory is null || guard.Bytes < options.Memory.Bytes) ? guard : options.Memory;
}
