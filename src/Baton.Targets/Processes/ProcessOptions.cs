using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Processes;

/// <summary>The <c>process:</c> section: an agent that is a program. See <c>docs/targets/process.md</c>.</summary>
public sealed record ProcessOptions : IValidatedSection
{
    /// <summary>The program and its arguments, one item each; no shell is involved.</summary>
    public required ProcessCommand Command { get; init; }

    /// <summary>The folder it runs in, relative to <c>working_directory</c>. Default: that folder.</summary>
    public string? Cwd { get; init; }

    /// <summary>Environment variables for it, over the user's own and <c>environment_vars</c>.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>How it is spoken to. Default <c>jsonl</c>.</summary>
    public ProcessProtocol Protocol { get; init; }

    /// <summary>
    /// With <c>protocol: acp</c>: the identifier of the agent's way to log in that is used before the first session.
    /// Default: no login.
    /// </summary>
    public string? AuthMethod { get; init; }

    /// <summary>What a line of its standard output or error must match before the first input is sent. Default: no wait.</summary>
    public ReadyPattern? ReadyPattern { get; init; }

    /// <summary>The longest wait for <see cref="ReadyPattern"/>, or for an ACP agent's answer to <c>initialize</c>. Default 30 s.</summary>
    [Range(0.001)]
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest one turn may take. Default: the runner's <c>timeout_seconds</c>.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>What asks it to end. Default <c>SIGTERM</c>.</summary>
    public KillSignal KillSignal { get; init; } = KillSignal.Terminate;

    /// <summary>How long it may take to follow <see cref="KillSignal"/> before it is killed. Default 2 s.</summary>
    [Range(0)]
    public TimeSpan KillTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether processes serve many conversations. Default no: each conversation has its own.</summary>
    public bool Reuse { get; init; }

    /// <summary>
    /// The most processes alive at once with <see cref="Reuse"/>. Default: one where the agent answers with <c>id</c> or
    /// speaks ACP, otherwise as many as there are runs in flight.
    /// </summary>
    [Range(1, 1024)]
    public int? MaxProcesses { get; init; }

    /// <summary>Where the text stands in each streamed line. Default: the runner's own, then <c>delta</c>.</summary>
    public DataPath? StreamOutputPath { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (MaxProcesses is not null && !Reuse)
        {
            section.Error(
                "max_processes",
                "goes with `reuse: true`; without it every conversation has its own process"
            );
        }

        if (AuthMethod is not null && Protocol != ProcessProtocol.Acp)
        {
            section.Error("auth_method", "goes with `protocol: acp`");
        }

        if (Protocol == ProcessProtocol.Acp)
        {
            foreach (string setting in new[] { "ready_pattern", "stream_output_path" })
            {
                if (section.Has(setting))
                {
                    section.Error(setting, "does not go with `protocol: acp`, which says by itself what it needs to");
                }
            }
        }
        else if (section.Has("ready_timeout") && ReadyPattern is null)
        {
            section.Error("ready_timeout", "goes with `ready_pattern`");
        }
    }
}

/// <summary>How Baton and a program talk.</summary>
public enum ProcessProtocol
{
    /// <summary>One JSON object a line on standard input and output; see <c>docs/formats/jsonl-protocol.md</c>.</summary>
    Jsonl,

    /// <summary>The Agent Client Protocol on standard input and output; see <c>docs/targets/acp.md</c>.</summary>
    Acp,
}
