namespace Baton.Experiments.Replaying;

/// <summary>Which experiment is replayed, and what counts as a divergence.</summary>
public sealed record ReplaySettings
{
    /// <summary>The earlier experiment's folder, relative to the request's working directory.</summary>
    public required string Directory { get; init; }

    /// <summary>How answers are compared. Default <see cref="AnswerComparison.Text"/>.</summary>
    public AnswerComparison Answers { get; init; } = AnswerComparison.Text;

    /// <summary>With <see cref="AnswerComparison.Similar"/>, the least similarity that is no divergence, 0 to 1. Default 0.8.</summary>
    public double Similarity { get; init; } = 0.8;

    /// <summary>How tool calls are compared. Default <see cref="ToolComparison.Arguments"/>.</summary>
    public ToolComparison Tools { get; init; } = ToolComparison.Arguments;

    /// <summary>Whether the agent is given the recorded results of its tools. Default true.</summary>
    public bool HandsOutResults { get; init; } = true;
}

/// <summary>How answers are compared.</summary>
public enum AnswerComparison
{
    /// <summary>Every character counts.</summary>
    Exact,

    /// <summary>Letter case and white space do not count.</summary>
    Text,

    /// <summary>They must be as similar as the similarity says.</summary>
    Similar,

    /// <summary>Answers are not compared.</summary>
    Off,
}

/// <summary>How tool calls are compared.</summary>
public enum ToolComparison
{
    /// <summary>The same tools in the same order, with equal arguments.</summary>
    Arguments,

    /// <summary>The same tools in the same order.</summary>
    Names,

    /// <summary>Tool calls are not compared.</summary>
    Off,
}
