using Baton.Configuration;
using Baton.Targets.Guards;
using Baton.Targets.Http;
using Baton.Targets.Processes;
using Baton.Targets.Templates;

namespace Baton.Targets.Containers;

/// <summary>The <c>container:</c> section: an agent in a container. See <c>docs/targets/container.md</c>.</summary>
public sealed record ContainerOptions : IValidatedSection
{
    /// <summary>The image, with its tag or digest.</summary>
    public required string Image { get; init; }

    /// <summary>The program and its arguments in the container. Default: the image's own.</summary>
    public ProcessCommand? Command { get; init; }

    /// <summary>How it is spoken to. Default <c>jsonl</c>: JSON Lines on its standard input and output.</summary>
    public ContainerMode Mode { get; init; }

    /// <summary>With <c>mode: http</c>: the port it listens on inside.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>
    /// With <c>mode: http</c>: how it is asked, as in the <c>http:</c> section; the host and port of <c>url</c> are
    /// replaced by the container's.
    /// </summary>
    public HttpOptions? Http { get; init; }

    /// <summary>Environment variables in the container; nothing of your own is passed on. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Folders, files and the engine's volumes that it sees, as <c>here:/there</c>, read-only, or <c>here:/there:rw</c>.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<ContainerVolume> Volumes { get; init; } = [];

    /// <summary>The most memory, without swap. Default: no limit. <c>guards.max_memory</c> holds too.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>The most processors' time, for example 1.5. Default: no limit.</summary>
    [Range(0.01, 1024)]
    public double? Cpus { get; init; }

    /// <summary>The most processes and threads in it. Default 256.</summary>
    [Range(1, 1_000_000)]
    public int PidsLimit { get; init; } = 256;

    /// <summary>
    /// The network: <c>none</c>, <c>bridge</c>, <c>host</c> or one of the engine's. Default <c>none</c> with
    /// <c>jsonl</c>, <c>bridge</c> with <c>http</c>.
    /// </summary>
    public string? Network { get; init; }

    /// <summary>Whether the root file system may be written. Default no; <c>/tmp</c> always may, in memory.</summary>
    public bool Writable { get; init; }

    /// <summary>The folder it starts in. Default: the image's.</summary>
    public string? Workdir { get; init; }

    /// <summary>The user it runs as, as <c>name</c> or <c>uid:gid</c>. Default: the image's.</summary>
    public string? User { get; init; }

    /// <summary>The engine. Default <c>docker</c>.</summary>
    public ContainerRuntime Runtime { get; init; }

    /// <summary>When the image is pulled. Default <c>missing</c>.</summary>
    public PullPolicy Pull { get; init; } = PullPolicy.Missing;

    /// <summary>Whether containers serve many conversations. Default no: each conversation has its own.</summary>
    public bool Reuse { get; init; }

    /// <summary>With <c>jsonl</c>: the most containers at once with <see cref="Reuse"/>. Default: as for processes.</summary>
    [Range(1, 1024)]
    public int? MaxContainers { get; init; }

    /// <summary>With <c>jsonl</c>: what a line of its output must match before the first input is sent. Default: no wait.</summary>
    public ReadyPattern? ReadyPattern { get; init; }

    /// <summary>With <c>mode: http</c>: a path that answers with a success once the agent takes input. Default: any answer to <c>/</c>.</summary>
    public string? ReadyPath { get; init; }

    /// <summary>The longest wait until it takes input: for the pattern, or for an answer on the port. Default 30 s.</summary>
    [Range(0.001)]
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest one turn may take. Default: the runner's <c>timeout_seconds</c>.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long it may take to end when it is asked to, before it is killed. Default 2 s.</summary>
    [Range(0)]
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the text stands in each streamed line. Default: the runner's own, then <c>delta</c>.</summary>
    public DataPath? StreamOutputPath { get; init; }

    /// <summary>The network with its default.</summary>
    internal string NetworkOrDefault => Network ?? (Mode == ContainerMode.Http ? "bridge" : "none");

    /// <inheritdoc/>
    public void Validate(SectionValidation section) => ContainerOptionsCheck.Run(this, section);
}

/// <summary>How Baton and a container talk.</summary>
public enum ContainerMode
{
    /// <summary>JSON Lines on standard input and output; see <c>docs/formats/jsonl-protocol.md</c>.</summary>
    Jsonl,

    /// <summary>HTTP on a port.</summary>
    Http,
}

/// <summary>What runs containers.</summary>
public enum ContainerRuntime
{
    /// <summary>Docker Engine.</summary>
    Docker,

    /// <summary>Podman, through its Docker-compatible service.</summary>
    Podman,
}

/// <summary>When an image is pulled.</summary>
public enum PullPolicy
{
    /// <summary>When it is not there.</summary>
    Missing,

    /// <summary>Before the first container.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}
