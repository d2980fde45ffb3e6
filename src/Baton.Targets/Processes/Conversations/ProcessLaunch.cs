using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Streaming;

namespace Baton.Targets.Processes.Conversations;

/// <summary>Everything needed to start one process of a target and to understand it.</summary>
/// <param name="Program">The program.</param>
/// <param name="Decoder">Reads its lines.</param>
/// <param name="SendsIds">Whether requests are given identifiers because several may be under way.</param>
/// <param name="ReadyPattern">What it prints once it takes input, or <see langword="null"/>.</param>
/// <param name="ReadyTimeout">The longest wait for that.</param>
internal sealed record ProcessLaunch(
    ProgramStart Program,
    AgentLineDecoder Decoder,
    bool SendsIds,
    ReadyPattern? ReadyPattern,
    TimeSpan ReadyTimeout
)
{
    /// <summary>How lines that are none of the protocol's are understood, or <see langword="null"/>.</summary>
    public StreamRules? Stream { get; init; }

    /// <summary>The trace of all the program does, where it serves one conversation alone, or <see langword="null"/>.</summary>
    public string? TraceParent { get; init; }
}
