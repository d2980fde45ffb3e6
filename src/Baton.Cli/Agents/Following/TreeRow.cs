namespace Baton.Cli.Agents.Following;

/// <summary>One line of the tree.</summary>
/// <param name="Branch">What joins it to the lines above: <c>│  ├─</c>.</param>
/// <param name="State">How what it shows stands.</param>
/// <param name="Name">The step's name, or how many steps it stands for.</param>
internal sealed record TreeRow(string Branch, StepState State, string Name)
{
    /// <summary>The agent; empty for groups.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Time; empty for groups that are shown with what is below.</summary>
    public string Time { get; init; } = "";

    /// <summary>Tokens; empty where none were told.</summary>
    public string Tokens { get; init; } = "";

    /// <summary>What its agent does, why it failed, or where it comes from.</summary>
    public string Note { get; init; } = "";
}
