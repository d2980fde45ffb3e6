using System.Globalization;
using System.Text.Json;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Pages;

/// <summary>One trace as a page in Markdown: what was said, what was called, how it was judged, and what happened when.</summary>
/// <param name="trace">The trace.</param>
/// <param name="judged">What was said of it, or <see langword="null"/> when it was not evaluated.</param>
/// <param name="observations">What happened inside it, in order.</param>
internal sealed class TracePage(RunTrace trace, EvaluatedRun? judged, IReadOnlyList<Observation> observations)
{
    /// <summary>Writes the page.</summary>
    public void Write(TextWriter text)
    {
        text.WriteLine($"# {Inline(trace.RunKey)}");
        text.WriteLine();
        WriteFacts(text);
        if (trace.Error is { } error)
        {
            WriteHead(text, "Error");
            text.WriteLine($"{Code(error.Kind)}: {Inline(error.Message)}");
            if (error.Details is { } details)
            {
                text.WriteLine();
                WriteBlock(text, "json", details.ToJsonString(_indented));
            }
        }

        WriteConversation(text);
        WriteExpected(text);
        WriteScores(text);
        if (observations.Count > 0)
        {
            WriteHead(text, "Timeline");
            new RunTimeline(observations).Write(text);
        }
    }

    /// <summary>A text as part of a line.</summary>
    public static string Inline(string text) =>
        text.ReplaceLineEndings(" ")
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);

    /// <summary>A text as code within a line, whatever back-ticks it holds.</summary>
    public static string Code(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        string fence = new('`', LongestTicks(line) + 1);
        return fence.Length == 1 ? $"`{line}`" : $"{fence} {line} {fence}";
    }

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    private void WriteFacts(TextWriter text)
    {
        text.WriteLine("| | |");
        text.WriteLine("|---|---|");
        Row("Outcome", trace.Outcome.Word());
        Row("Trace", trace.TraceId);
        Row("Input", trace.InputId);
        Row("Iteration", trace.Iteration.ToString(CultureInfo.InvariantCulture));
        Row("Persona", trace.Persona);
        Row("Started", trace.StartedAt == default ? null : trace.StartedAt.ToString("u", CultureInfo.InvariantCulture));
        Row("Took", Milliseconds(trace.DurationMs));
        Row("First output", trace.FirstOutputMs is { } first ? Milliseconds(first) : null);
        Row("Tokens", trace.TokenUsage?.Total?.ToString("N0", CultureInfo.InvariantCulture));
        Row("Cost", trace.Cost is { } cost ? $"${cost.ToString(CultureInfo.InvariantCulture)}" : null);
        Row("Ended by", trace.Conversation?.TerminationReason);

        void Row(string name, string? value)
        {
            if (value is not null)
            {
                text.WriteLine($"| {name} | {Inline(value).Replace("|", "\\|", StringComparison.Ordinal)} |");
            }
        }
    }

    private void WriteConversation(TextWriter text)
    {
        WriteHead(text, "Conversation");
        if (trace.Conversation is not { } conversation)
        {
            WriteMessage(text, "User", trace.Input);
            WriteToolCalls(text, trace.ToolCalls);
            WriteMessage(text, "Agent", trace.Output ?? "");
            return;
        }

        foreach (TraceMessage message in conversation.History)
        {
            WriteToolCalls(text, message.ToolCalls);
            string who = message.Role == "user" ? "User" : "Agent";
            string time = message.DurationMs is { } spent ? $", {Milliseconds(spent)}" : "";
            WriteMessage(text, $"{who} (turn {message.Turn}{time})", message.Content);
        }
    }

    private static void WriteMessage(TextWriter text, string who, string said)
    {
        text.WriteLine($"**{who}**");
        text.WriteLine();
        if (said.Length == 0)
        {
            text.WriteLine("(nothing)");
            text.WriteLine();
            return;
        }

        WriteBlock(text, "text", said);
        text.WriteLine();
    }

    private static void WriteToolCalls(TextWriter text, IReadOnlyList<TraceToolCall> calls)
    {
        foreach (TraceToolCall call in calls)
        {
            text.WriteLine(
                $"Called {Code(call.Name)}{(call.Error is { } error ? $", which failed: {Inline(error)}" : "")}"
            );
            text.WriteLine();
            WriteJson(call.Arguments);
            WriteJson(call.Result);
        }

        void WriteJson(JsonElement? value)
        {
            if (value is { } json)
            {
                WriteBlock(text, "json", JsonSerializer.Serialize(json, _indented));
                text.WriteLine();
            }
        }
    }

    private void WriteExpected(TextWriter text)
    {
        if (trace.Metadata?["expected"] is { } expected)
        {
            WriteHead(text, "Expected");
            bool isText = expected.GetValueKind() == JsonValueKind.String;
            WriteBlock(
                text,
                isText ? "text" : "json",
                isText ? expected.GetValue<string>() : expected.ToJsonString(_indented)
            );
        }
    }

    private void WriteScores(TextWriter text)
    {
        if (judged is null)
        {
            return;
        }

        WriteHead(text, "Evaluation");
        string verdict = judged.Passed switch
        {
            true => "passed",
            false => "failed",
            null => "not judged",
        };
        string score = judged.Score is { } value
            ? string.Create(CultureInfo.InvariantCulture, $", score {value:0.###}")
            : "";
        text.WriteLine($"The run is **{verdict}**{score}.");
        text.WriteLine();
        foreach ((_, Score said) in judged.Scores)
        {
            string points = said.Value is { } number
                ? string.Create(CultureInfo.InvariantCulture, $" {number:0.###}")
                : "";
            text.WriteLine(
                $"- **{Inline(said.Evaluator)}** {said.Status.Word()}{points}{(said.Reason is { } reason ? $": {Inline(reason)}" : "")}"
            );
        }
    }

    private static void WriteHead(TextWriter text, string head)
    {
        text.WriteLine();
        text.WriteLine($"## {head}");
        text.WriteLine();
    }

    private static void WriteBlock(TextWriter text, string language, string content)
    {
        string fence = new('`', Math.Max(3, LongestTicks(content) + 1));
        text.WriteLine(fence + language);
        text.WriteLine(content);
        text.WriteLine(fence);
    }

    private static int LongestTicks(string text)
    {
        int longest = 0;
        int run = 0;
        foreach (char letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static string Milliseconds(double time) => time.ToString("#,0.# ms", CultureInfo.InvariantCulture);
}
