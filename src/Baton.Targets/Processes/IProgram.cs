using Baton.Agents;

namespace Baton.Targets.Processes;

/// <summary>A started program with its standard streams: a process of this machine, or a container.</summary>
/// <remarks><see cref="Input"/> and <see cref="Output"/> are each for one user at a time; everything else is thread-safe.</remarks>
internal interface IProgram : IAsyncDisposable
{
    /// <summary>What it is, for messages: <c>process</c> or <c>container</c>.</summary>
    string Kind { get; }

    /// <summary>The number of its process group on this machine, or <see langword="null"/> when it has none here.</summary>
    int? Group { get; }

    /// <summary>What it reads; disposing it tells the program that nothing more comes.</summary>
    Stream Input { get; }

    /// <summary>What it writes.</summary>
    Stream Output { get; }

    /// <summary>Completes when it has ended and its standard error was read; never fails.</summary>
    Task<ProcessExit> Exit { get; }

    /// <summary>Why it never ran, or why its end is not known, once <see cref="Exit"/> has completed; otherwise <see langword="null"/>.</summary>
    AgentError? Failure { get; }

    /// <summary>The bound that ended it, once <see cref="Exit"/> has completed; otherwise <see langword="null"/>.</summary>
    LimitEvent? Limit { get; }

    /// <summary>The last lines of standard error so far; empty when there were none.</summary>
    string StderrTail { get; }

    /// <summary>The line of standard error that says what happened, see <see cref="OutputTail.TellingLine"/>, or <see langword="null"/>.</summary>
    string? TellingStderrLine { get; }

    /// <summary>Lets the lines of standard error that were written by now come before what is done next.</summary>
    /// <param name="atLeast">How long to look for them even if none are to be seen.</param>
    ValueTask SettleStderrAsync(TimeSpan atLeast);

    /// <summary>Ends it. Completes when all is over; further calls wait for the same end.</summary>
    Task StopAsync();
}

/// <summary>How programs of one description are started and ended.</summary>
/// <param name="Start">
/// Starts one; gets what each line of its standard error is given to, and the trace it belongs to or <see langword="null"/>.
/// </param>
/// <param name="KillTimeout">How long one may take to end when it is asked to.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record ProgramStart(
    Func<Action<string>, string?, IProgram> Start,
    TimeSpan KillTimeout,
    TimeProvider TimeProvider
);
