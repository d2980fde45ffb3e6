using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Tools;

/// <summary>What a client is told about a tool beside its schemas.</summary>
internal sealed record ToolInfo
{
    /// <summary>The name it is called by.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it does and when to use it, for a model.</summary>
    public required string Description { get; init; }

    /// <summary>What a call may do. Default: it only reads.</summary>
    public ToolEffect Effect { get; init; } = ToolEffect.Reads;

    /// <summary>The hints that clients show and decide by.</summary>
    public ToolAnnotations Annotations =>
        new()
        {
            Title = Title,
            ReadOnlyHint = Effect == ToolEffect.Reads,
            DestructiveHint = Effect == ToolEffect.RunsAgents,
            IdempotentHint = Effect == ToolEffect.Reads,
            OpenWorldHint = Effect == ToolEffect.RunsAgents,
        };
}

/// <summary>What a call may do.</summary>
internal enum ToolEffect
{
    /// <summary>It reads inside the root, and changes nothing.</summary>
    Reads,

    /// <summary>It starts agents, which may do whatever they are made for, and writes down what came of it.</summary>
    RunsAgents,
}
