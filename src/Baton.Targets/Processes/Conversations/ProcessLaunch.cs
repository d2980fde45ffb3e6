using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Telemetry;

namespace Baton.Targets.Processes.Conversations;

/// <summary>Everything needed to start one process of a target and to understand it.</summary>
/// <param name="Start">The program.</param>
/// <param name="Decoder">Reads its lines.</param>
/// <param name="SendsIds">Whether requests are given identifiers because several may be under way.</param>
/// <param name="ReadyPattern">What it prints once it takes input, or <see langword="null"/>.</param>
/// <param name="ReadyTimeout">The longest wait for that.</param>
internal sealed record ProcessLaunch(
    ChildProcessStart Start,
    AgentLineDecoder Decoder,
    bool SendsIds,
    ReadyPattern? ReadyPattern,
    TimeSpan ReadyTimeout
)
{
    /// <summary>The same launch, whose process finds the trace it belongs to in its environment.</summary>
    public ProcessLaunch InTrace(string? traceParent) =>
        traceParent is null
            ? this
            : this with
            {
                Start = Start with
                {
                    Variables = new Dictionary<string, string>(Start.Variables, StringComparer.Ordinal)
                    {
                        [TelemetryVariables.TraceParent] = traceParent,
                    },
                },
            };
}
