using System.Collections.Frozen;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Export.Spans;

/// <summary>Which recorded facts are exported.</summary>
/// <param name="withContent">
/// Whether what was said goes along. Without it, text passes only under names that are known to hold none of it; numbers and truth
/// values always do.
/// </param>
internal sealed class ContentRule(bool withContent)
{
    private static readonly FrozenSet<string> _harmless = new[]
    {
        "gen_ai.provider.name",
        "gen_ai.system",
        "gen_ai.output.type",
        "gen_ai.response.id",
        "gen_ai.response.finish_reasons",
        "gen_ai.tool.type",
        "gen_ai.conversation.id",
        "gen_ai.agent.id",
        "error.type",
        "exception.type",
        "server.address",
        "http.request.method",
        "rpc.system",
        "db.system",
        "service.name",
        "otel.scope.name",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether what was said goes along.</summary>
    public bool WithContent => withContent;

    /// <summary>Whether an attribute goes along.</summary>
    public bool Keeps(string name, object? value) =>
        withContent
        || value is bool or long or double
        || AttributeSet.RoleOf(name)
            is AttributeRole.Operation
                or AttributeRole.Kind
                or AttributeRole.Tool
                or AttributeRole.ToolCall
                or AttributeRole.Agent
                or AttributeRole.Model
        || _harmless.Contains(name);
}
