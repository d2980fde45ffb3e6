namespace Baton.Cli.Agents.Following;

/// <summary>How a step, or the steps of a group, stand.</summary>
internal enum StepState
{
    Running,
    Done,
    Failed,

    /// <summary>Begun, and not ended when the execution was.</summary>
    Left,
}
