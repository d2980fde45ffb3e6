using System.Globalization;
using Baton.Agents;
using Baton.Topologies.Execution;

namespace Baton.Cli.Agents.Following;

/// <summary>The words of steps and executions.</summary>
internal static class StepText
{
    /// <summary>A time as people say it: <c>340ms</c>, <c>1.2s</c>, <c>12s</c>, <c>2m 15s</c>.</summary>
    public static string Time(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 1 => $"{Math.Max(0, time.TotalMilliseconds).ToString("0", CultureInfo.InvariantCulture)}ms",
            < 10 => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)}s",
            _ => Progress.ProgressText.Duration(time),
        };

    /// <summary>Tokens, or nothing where none were told: <c>1,234 tokens</c>.</summary>
    public static string Tokens(Usage usage) =>
        Count(usage) is { } tokens
            ? $"{tokens.ToString("N0", CultureInfo.InvariantCulture)} token{(tokens == 1 ? "" : "s")}"
            : "";

    /// <summary>All tokens as far as they were told.</summary>
    public static long? Count(Usage usage) =>
        usage.TotalTokens
        ?? (
            usage.InputTokens is null && usage.OutputTokens is null
                ? null
                : (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0)
        );

    /// <summary>How many steps a journal tells of; one that was run again after it had failed counts once.</summary>
    public static int Count(IEnumerable<StepRecord> steps) =>
        steps.Select(step => step.Path).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Steps in words.</summary>
    public static string Steps(int count) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} step{(count == 1 ? "" : "s")}";

    /// <summary>Parts of a sentence that are there, separated by commas.</summary>
    public static string List(params IEnumerable<string> parts) =>
        string.Join(", ", parts.Where(part => part.Length > 0));
}
