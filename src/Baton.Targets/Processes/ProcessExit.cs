namespace Baton.Targets.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">The exit code; 128 and the signal's number when a signal ended it.</param>
public sealed record ProcessExit(int Code)
{
    /// <summary>The name of the signal that ended it, or <see langword="null"/> when it ended by itself.</summary>
    public string? Signal =>
        Code switch
        {
            <= 128 or > 128 + 64 => null,
            129 => "SIGHUP",
            130 => "SIGINT",
            131 => "SIGQUIT",
            132 => "SIGILL",
            134 => "SIGABRT",
            135 => "SIGBUS",
            136 => "SIGFPE",
            137 => "SIGKILL",
            139 => "SIGSEGV",
            141 => "SIGPIPE",
            143 => "SIGTERM",
            _ => $"signal {Code - 128}",
        };

    /// <summary>The end as part of a sentence: <c>ended with exit code 3</c>, <c>was ended by SIGKILL</c>.</summary>
    public override string ToString() => Signal is null ? $"ended with exit code {Code}" : $"was ended by {Signal}";
}
