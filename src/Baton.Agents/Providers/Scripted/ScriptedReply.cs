using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Scripted;

/// <summary>One answer of a <see cref="ScriptedChatClient"/>.</summary>
public sealed record ScriptedReply
{
    /// <summary>What the model says, or <see langword="null"/> for nothing.</summary>
    public string? Text { get; init; }

    /// <summary>What the model thinks before it speaks, or <see langword="null"/> for nothing.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The tools the model calls, in order. An empty call id is made up, unlike any other of the conversation.</summary>
    public IReadOnlyList<FunctionCallContent> ToolCalls { get; init; } = [];

    /// <summary>The tokens the answer is said to have used, or <see langword="null"/>.</summary>
    public UsageDetails? Usage { get; init; }

    /// <summary>How long the answer takes. Default: none.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Thrown instead of an answer; when streaming, after <see cref="Text"/>.</summary>
    public Exception? Failure { get; init; }

    /// <summary>An answer in words.</summary>
    public static ScriptedReply Say(string text) => new() { Text = text };

    /// <summary>A call of one tool.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments. Default: none.</param>
    /// <param name="callId">The call's identifier. Default: <c>call_</c> and the tool's name.</param>
    public static ScriptedReply Call(
        string tool,
        IDictionary<string, object?>? arguments = null,
        string? callId = null
    ) => new() { ToolCalls = [new FunctionCallContent(callId ?? $"call_{tool}", tool, arguments)] };

    /// <summary>A failure instead of an answer.</summary>
    public static ScriptedReply Fail(Exception failure) => new() { Failure = failure };
}
