using System.Text;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Processes.Conversations;

/// <summary>Puts into words what went wrong with a process, always with the tail of its standard error.</summary>
internal static class ProcessFailure
{
    private const int ShownBytes = 200;

    /// <summary>Baton itself ended the process.</summary>
    public static AgentError Stopped { get; } =
        new(ErrorKind.ProcessExit, "the process was stopped before it answered");

    /// <summary>The process did not print what was waited for.</summary>
    public static AgentError NotReady(IProgram child, ProcessLaunch launch) =>
        With(
            child,
            new AgentError(
                ErrorKind.Start,
                $"the {child.Kind} printed no line that matches `ready_pattern` (`{launch.ReadyPattern}`) within {launch.ReadyTimeout.TotalSeconds:0.###} s; correct the pattern or raise `ready_timeout`"
            )
        );

    /// <summary>The process ended, or closed its output, before it answered.</summary>
    public static AgentError Ended(IProgram child, ProcessExit exit, bool closedOutput, string? unknownLine)
    {
        if (child.Failure is { } failure)
        {
            return With(child, failure);
        }

        bool neverRan =
            exit.Code is 126 or 127
            && child.TellingStderrLine?.StartsWith("setsid: failed to execute", StringComparison.Ordinal) == true;
        string what =
            neverRan ? $"the program could not be started: {child.TellingStderrLine}"
            : closedOutput ? $"the {child.Kind} closed its standard output and went on running, without a `final` line"
            : $"the {child.Kind} {exit} before it sent a `final` line";
        string said = !neverRan && child.TellingStderrLine is { } line ? $"; its standard error says: {line}" : "";
        JsonObject details = new() { ["exit_code"] = exit.Code };
        if (exit.Signal is not null)
        {
            details["signal"] = exit.Signal;
        }

        string kind =
            neverRan ? ErrorKind.Start
            : closedOutput || exit.Code == 0 ? ErrorKind.NoOutput
            : ErrorKind.ProcessExit;
        return With(child, new AgentError(kind, what + said + Hint(unknownLine)) { Details = details });
    }

    /// <summary>The turn took too long.</summary>
    public static AgentError TimedOut(AgentProcess process, TimeSpan timeout) =>
        With(
            process.Child,
            new AgentError(
                ErrorKind.Timeout,
                $"the agent sent no `final` line within {timeout.TotalSeconds:0.###} s; it was stopped{Hint(process.UnknownLine)}"
            )
        );

    /// <summary>A line cannot be understood.</summary>
    public static AgentError Protocol(string problem, ReadOnlySpan<byte> line) =>
        new(
            ErrorKind.Protocol,
            $"the agent sent a line that {problem}: {Start(line)}; a line that begins with a brace must be one JSON object"
        );

    /// <summary>An answer names no request while several wait.</summary>
    public static AgentError Unaddressed(ReadOnlySpan<byte> line) =>
        new(
            ErrorKind.Protocol,
            $"the agent answered without `id` while several requests were waiting: {Start(line)}; send `id` with every line or with none"
        );

    /// <summary>Adds the tail of standard error to an error's details.</summary>
    public static AgentError With(IProgram child, AgentError error)
    {
        string tail = child.StderrTail;
        if (tail.Length == 0)
        {
            return error;
        }

        JsonObject details = (JsonObject?)error.Details?.DeepClone() ?? [];
        details["stderr"] = tail;
        return error with { Details = details };
    }

    /// <summary>The start of a line, for people.</summary>
    public static string Start(ReadOnlySpan<byte> line) =>
        line.Length <= ShownBytes
            ? $"`{Encoding.UTF8.GetString(line)}`"
            : $"`{Encoding.UTF8.GetString(line[..ShownBytes])}…`";

    private static string Hint(string? unknownLine) =>
        unknownLine is null
            ? ""
            : $"; lines of unknown type were taken for logs, such as {unknownLine} (known: input's answers `delta`, `tool_call`, `tool_result`, `approval_request`, `observation`, `usage`, `final`, `error`)";
}
