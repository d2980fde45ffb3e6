using System.Text.RegularExpressions;
using Baton.Configuration;

namespace Baton.Targets.Containers;

/// <summary>What must hold between the settings of the <c>container:</c> section.</summary>
internal static partial class ContainerOptionsCheck
{
    private const long LeastMemory = 6 * 1024 * 1024;

    /// <summary>Reports everything that does not fit.</summary>
    public static void Run(ContainerOptions options, SectionValidation section)
    {
        if (!Image().IsMatch(options.Image))
        {
            section.Error("image", $"`{options.Image}` is no name of an image; write for example `my-agent:1.4`");
        }

        if (options.Memory is { Bytes: < LeastMemory })
        {
            section.Error("memory", "is under 6 MiB, the least an engine takes");
        }

        if (options.Workdir is { } workdir && !workdir.StartsWith('/'))
        {
            section.Error("workdir", $"`{workdir}` is no absolute path; write for example `/app`");
        }

        if (options.MaxContainers is not null && !options.Reuse)
        {
            section.Error("max_containers", "goes with `reuse: true`; without it every conversation has its own");
        }

        if (options.Mode == ContainerMode.Jsonl)
        {
            foreach (string key in new[] { "port", "http", "ready_path" }.Where(section.Has))
            {
                section.Error(key, "goes with `mode: http`");
            }
        }
        else
        {
            CheckHttp(options, section);
        }
    }

    private static void CheckHttp(ContainerOptions options, SectionValidation section)
    {
        if (options.Port is null)
        {
            section.Error("port", "`mode: http` needs the port the agent listens on in the container");
        }

        if (options.Http is null)
        {
            section.Error(
                "http",
                "`mode: http` needs an `http` section, for example `http: {url: \"http://agent/chat\"}`"
            );
        }

        if (options.Http?.Timeout is not null)
        {
            section.Error("http", "its `timeout` stands beside it, in `container.timeout`");
        }

        if (options.NetworkOrDefault == "none")
        {
            section.Error("network", "with `none` nobody can reach the port; leave it out, or use `mode: jsonl`");
        }

        if (options.ReadyPath is { } path && !path.StartsWith('/'))
        {
            section.Error("ready_path", "begins with a slash, for example `/health`");
        }

        foreach (
            (string key, string instead) in new[]
            {
                ("ready_pattern", "with `http` an answer on the port is waited for; `ready_path` names a path for it"),
                ("max_containers", "with `http` one container serves all"),
                ("stream_output_path", "with `http` it stands in `http.stream_output_path`"),
            }
        )
        {
            if (section.Has(key))
            {
                section.Error(key, $"goes with `mode: jsonl`; {instead}");
            }
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._:/@-]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Image();
}
