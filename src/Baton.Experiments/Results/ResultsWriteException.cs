using Baton.Agents;

namespace Baton.Experiments.Results;

/// <summary>Results cannot be written: the disk is full, a limit is met, the folder is read-only or gone. The experiment stops.</summary>
/// <remarks>Everything the journal names is whole on disk, so the experiment can be resumed once there is room.</remarks>
/// <param name="path">The file or folder.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class ResultsWriteException(string path, string message, Exception? innerException = null)
    : BatonException(message, innerException)
{
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int UnixQuota = 122;
    private const int UnixFileTooLarge = 27;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>The file or folder that cannot be written.</summary>
    public string Path { get; } = path;

    // .NET tells of a file that reaches the limit for files as of a wrong argument of the write.
    internal static bool IsWriteFailure(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    internal static ResultsWriteException For(string path, Exception cause)
    {
        string advice = cause switch
        {
            UnauthorizedAccessException => "no permission to write there; change it, or choose another `--output-dir`",
            DirectoryNotFoundException or FileNotFoundException => "the folder is gone",
            { HResult: UnixNoSpace or UnixQuota or WindowsDiskFull } =>
                "the disk is full; free some space, then go on with `--resume`",
            ArgumentOutOfRangeException or { HResult: UnixFileTooLarge } =>
                "the file may not grow any further; raise the limit (`ulimit -f`), then go on with `--resume`",
            { HResult: UnixReadOnly } => "the file system is read-only; choose another `--output-dir`",
            _ => cause.Message,
        };
        return new ResultsWriteException(path, $"cannot write `{path}`: {advice}", cause);
    }
}
