using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers;

/// <summary>A piece of a tool call's arguments, as the model writes it. It is there to be shown, and for nothing else.</summary>
/// <remarks>
/// Streams of Baton's clients have them; the whole call follows as one <see cref="FunctionCallContent"/>, when all of it
/// is there. A piece is no JSON by itself. Nothing that is sent to a model has them, and they cannot be serialized:
/// whoever keeps a message drops them first.
/// </remarks>
/// <param name="callId">The call, as its <see cref="FunctionCallContent"/> will name it.</param>
/// <param name="toolName">The tool, or <see langword="null"/> while the server has not named it.</param>
/// <param name="delta">What came; never empty, except for the first piece of a call, which may announce it alone.</param>
[DebuggerDisplay("{CallId}: {Delta}")]
public sealed class ToolArgumentsDelta(string callId, string? toolName, string delta) : AIContent
{
    /// <summary>The call, as its <see cref="FunctionCallContent"/> will name it.</summary>
    public string CallId { get; } = callId;

    /// <summary>The tool, or <see langword="null"/> while the server has not named it.</summary>
    public string? ToolName { get; } = toolName;

    /// <summary>What came; empty only in the first piece of a call, which may announce it alone.</summary>
    public string Delta { get; } = delta;
}
