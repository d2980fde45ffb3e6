using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Conversations;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>A trace as checks look at it; what is costly to make is made once. Used by one thread at a time.</summary>
internal sealed class TraceView(EvaluatedTrace evaluated)
{
    private JsonElement? _document;
    private JsonElement? _expected;

    public RunTrace Trace => evaluated.Trace;

    /// <summary>Whether conversation and tool calls were kept.</summary>
    public bool IsWhole => evaluated.IsWhole;

    /// <summary>The answer to compare with, or <see langword="null"/>.</summary>
    public JsonElement? Expected => evaluated.Expected is null ? null : _expected ??= ElementOf(evaluated.Expected);

    /// <summary>The trace as it stands in <c>traces.jsonl</c>.</summary>
    public JsonElement Document => _document ??= Read(Trace);

    /// <summary>The agent's answers, oldest first; of a run of one turn that one, <see langword="null"/> where nothing came.</summary>
    public IEnumerable<string?> Answers =>
        Trace.Conversation is { } conversation
            ? conversation.History.Where(IsAnswer).Select(message => (string?)message.Content)
            : [Trace.Output];

    /// <summary>Everything said, a line for each message.</summary>
    public string Conversation
    {
        get
        {
            if (Trace.Conversation is not { } conversation)
            {
                return $"user: {Trace.Input}\nassistant: {Trace.Output}";
            }

            StringBuilder text = new();
            foreach (TraceMessage message in conversation.History)
            {
                text.Append(CultureInfo.InvariantCulture, $"{message.Role}: {message.Content}\n");
            }

            return text.ToString();
        }
    }

    /// <summary>The answer of a turn, counted from 1, or <see langword="null"/> when it was not taken or stayed empty.</summary>
    public string? AnswerOf(int turn) =>
        Trace.Conversation is { } conversation
            ? conversation.History.LastOrDefault(message => message.Turn == turn && IsAnswer(message))?.Content
        : turn == 1 ? Trace.Output
        : null;

    public static JsonElement ElementOf(JsonNode node) =>
        JsonText.Value(node, static (json, node) => node.WriteTo(json));

    public static bool IsAnswer(TraceMessage message) =>
        string.Equals(message.Role, "assistant", StringComparison.Ordinal);

    private static JsonElement Read(RunTrace trace)
    {
        using LineBuffer buffer = new();
        using JsonLine line = new(buffer);
        RunLines.WriteTrace(line, trace);
        Utf8JsonReader reader = new(buffer.Written);
        return JsonElement.ParseValue(ref reader);
    }
}
