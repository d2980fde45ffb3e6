namespace Baton.Targets.Processes;

/// <summary>What to start and how to end it.</summary>
public sealed record ChildProcessStart
{
    /// <summary>
    /// The program and its arguments; at least one item. A program without a slash is looked for on the <c>PATH</c> of
    /// <see cref="Variables"/>, one with a slash from <see cref="WorkingDirectory"/>.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder it runs in, absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment of the process; nothing is inherited beside it. Baton adds <c>BATON_GUARDIAN</c>.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>What asks the process to end. Default <c>SIGTERM</c>. Without effect on Windows.</summary>
    public KillSignal KillSignal { get; init; } = KillSignal.Terminate;

    /// <summary>How long it may take to follow <see cref="KillSignal"/> before it is killed. Default 2 s.</summary>
    public TimeSpan KillTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock for <see cref="KillTimeout"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Is given each line of standard error, in order, one at a time; must return quickly. Lines over 8 KiB are cut.
    /// </summary>
    public Action<string>? StderrLine { get; init; }
}
