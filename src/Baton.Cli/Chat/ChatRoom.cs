using Baton.Agents;
using Baton.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>What a chat is made of: who answers, what was said, and what it has cost.</summary>
internal sealed record ChatRoom
{
    /// <summary>What the command line asked for.</summary>
    public required ModelRequest Request { get; init; }

    /// <summary>Who answers.</summary>
    public required Agent Agent { get; init; }

    /// <summary>What was said.</summary>
    public required ISession History { get; init; }

    /// <summary>The name of a session that outlives the chat, as the user would write it; otherwise <see langword="null"/>.</summary>
    public string? SessionShownAs { get; init; }

    /// <summary>Takes secrets out of what is shown and saved.</summary>
    public required Redaction Redaction { get; init; }

    /// <summary>Tokens and cost since the chat began.</summary>
    public required ChatSpending Spending { get; init; }

    /// <summary>What the model may call.</summary>
    public IReadOnlyList<AITool> Tools => Agent.Tools;
}
