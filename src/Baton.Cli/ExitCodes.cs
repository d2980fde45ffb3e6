namespace Baton.Cli;

/// <summary>What the tool's exit code says; the same for every command.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>The experiment or the agent failed, or a threshold was missed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>Baton's own fault.</summary>
    public const int Internal = 3;

    /// <summary>Interrupted by the user or the system.</summary>
    public const int Interrupted = 130;
}
