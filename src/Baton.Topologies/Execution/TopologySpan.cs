using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Execution;

/// <summary>A topology at work as those are told who look on: the whole execution, or a part of a compound in it.</summary>
/// <param name="Path">The path of a part; empty for the whole.</param>
/// <param name="Around">The path of the part around it; empty for the whole.</param>
/// <param name="Topology">The topology.</param>
internal sealed record TopologySpan(string Path, string Around, Topology Topology)
{
    private const string Whole = "execution";
    private const string Part = "topology";

    /// <summary>It begins.</summary>
    public SpanStartedEvent Started(ExecutionSitting sitting, JsonObject input) =>
        new(Id(sitting), Topology.Name, Path.Length == 0 ? Whole : Part)
        {
            ParentSpanId =
                Path.Length == 0 ? null
                : Around.Length == 0 ? sitting.ExecutionId
                : Around,
            Input = JsonSerializer.SerializeToElement(input, TopologyJson.Options),
            Attributes = JsonSerializer.SerializeToElement(
                new JsonObject
                {
                    ["execution_id"] = sitting.ExecutionId,
                    ["correlation_id"] = sitting.Config.CorrelationId,
                    ["type"] = Topology.Type.ToString().ToLowerInvariant(),
                },
                TopologyJson.Options
            ),
        };

    /// <summary>It has its output, or does not come to one.</summary>
    public SpanEndedEvent Ended(ExecutionSitting sitting, JsonObject? output, string? error) =>
        new(Id(sitting))
        {
            Output = output is null ? null : JsonSerializer.SerializeToElement(output, TopologyJson.Options),
            Error = error,
        };

    private string Id(ExecutionSitting sitting) => Path.Length == 0 ? sitting.ExecutionId : Path;
}
