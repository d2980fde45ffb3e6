using System.Diagnostics.CodeAnalysis;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>
/// The text a check looks at: <c>output</c>, <c>input</c>, <c>conversation</c>, or a path into the trace, such as
/// <c>metadata.topic</c> or <c>tool_calls[0].arguments.city</c>.
/// </summary>
internal sealed class TextTarget : IParsable<TextTarget>
{
    private const string OutputWord = "output";
    private const string InputWord = "input";
    private const string ConversationWord = "conversation";

    private static readonly string[] Members =
    [
        OutputWord,
        InputWord,
        ConversationWord,
        "metadata",
        "tool_calls",
        "conversation_history",
        "conversation_state",
        "termination_reason",
        "turn_count",
        "error",
        "outcome",
        "success",
        "persona",
        "duration_ms",
        "first_output_ms",
        "longest_gap_ms",
        "output_rate",
        "token_usage",
        "cost",
        "supervisor_token_usage",
        "supervisor_cost",
        "trace_id",
        "run_key",
        "run_index",
        "input_id",
        "iteration",
        "started_at",
        "otel_trace_id",
        "otel_span_id",
    ];

    private readonly DataPath _path;

    private TextTarget(DataPath path) => _path = path;

    /// <summary>The answer.</summary>
    public static TextTarget Output { get; } = new(DataPath.Parse(OutputWord));

    /// <summary>Whether it is the answer.</summary>
    public bool IsOutput => Is(OutputWord);

    /// <summary>What is there, anything but a string as JSON; <see langword="null"/> when nothing is.</summary>
    public string? Of(TraceView trace) =>
        IsOutput ? trace.Trace.Output
        : Is(InputWord) ? trace.Trace.Input
        : Is(ConversationWord) ? trace.Conversation
        : _path.GetText(trace.Document);

    /// <inheritdoc/>
    /// <exception cref="FormatException">It leads nowhere in a trace.</exception>
    public static TextTarget Parse(string s, IFormatProvider? provider)
    {
        DataPath path = DataPath.Parse(s);
        string first = path.Segments is [{ } segment, ..] ? segment.Key : "";
        return Members.Contains(first, StringComparer.Ordinal)
            ? new TextTarget(path)
            : throw new FormatException(
                $"`{s}` is in no trace; "
                    + (
                        Suggestion.For(first, Members) is { } meant
                            ? $"did you mean `{meant}`?"
                            : "write `output`, `input`, `conversation`, or a path such as `metadata.topic`"
                    )
            );
    }

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out TextTarget result
    )
    {
        try
        {
            result = s is null ? null : Parse(s, provider);
        }
        catch (FormatException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>As written.</summary>
    public override string ToString() => _path.Text;

    private bool Is(string word) => string.Equals(_path.Text, word, StringComparison.Ordinal);
}
