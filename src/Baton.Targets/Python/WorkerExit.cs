using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Python;

/// <summary>How a worker's process ended, in words and as an error.</summary>
/// <param name="Code">The exit code; 128 and the signal where a signal ended it.</param>
/// <param name="Stderr">The tail of its standard error.</param>
internal sealed record WorkerExit(int Code, string Stderr)
{
    private const int LongestShown = 300;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL, perhaps because memory ran out",
        [11] = "SIGSEGV, a crash in native code",
        [15] = "SIGTERM",
    };

    /// <summary>The error of a call that was in flight.</summary>
    /// <param name="breach">What came through the channel that no worker sends, or <see langword="null"/>.</param>
    /// <param name="reason">Why Baton itself ended the worker, or <see langword="null"/> when it did not.</param>
    public AgentError InCall(string? breach, string? reason) =>
        breach is not null
            ? new AgentError(ErrorKind.Protocol, $"something else wrote into the Python worker's channel: {breach}")
            : new AgentError(
                ErrorKind.ProcessExit,
                reason ?? $"the Python worker ended in the middle of the call: {Words}{LastLine}"
            )
            {
                Details = Facts,
                IsTransient = reason is not null,
            };

    /// <summary>The error of a worker that ended before it had loaded the target.</summary>
    /// <param name="breach">What came through the channel that no worker sends, or <see langword="null"/>.</param>
    /// <param name="launch">What was started.</param>
    public AgentError BeforeReady(string? breach, PythonLaunch launch) =>
        breach is not null
            ? new AgentError(
                ErrorKind.Start,
                $"{launch.Interpreter} does not run Baton's worker ({breach}); set `runner.python`"
            )
            : new AgentError(
                ErrorKind.Start,
                $"{launch.Interpreter} ended before it had loaded `{launch.Callable}`: {Words}{LastLine}"
            )
            {
                Details = Facts,
            };

    private string Words =>
        Code <= 128 ? $"exit code {Code}"
        : Signals.TryGetValue(Code - 128, out string? name) ? $"killed by signal {Code - 128} ({name})"
        : $"killed by signal {Code - 128}";

    private string LastLine =>
        Stderr.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } line
            ? $"; it last printed `{Shown(line.Trim())}`"
            : "";

    private static string Shown(string line) =>
        line.Length <= LongestShown ? line : string.Concat(line.AsSpan(0, LongestShown), "…");

    private JsonObject Facts
    {
        get
        {
            JsonObject facts = new() { ["exit_code"] = Code };
            if (Code > 128)
            {
                facts["signal"] = Code - 128;
            }

            if (Stderr.Length > 0)
            {
                facts["stderr"] = Stderr;
            }

            return facts;
        }
    }
}
