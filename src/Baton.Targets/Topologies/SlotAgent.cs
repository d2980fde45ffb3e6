using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;

namespace Baton.Targets.Topologies;

/// <summary>A target in the slot of a topology. The target is somebody else's to dispose.</summary>
/// <param name="name">The agent's name in the team.</param>
/// <param name="target">The target.</param>
/// <param name="form">The JSON its answers must be, told to it with the question; or <see langword="null"/>.</param>
internal sealed class SlotAgent(string name, ITarget target, AnswerForm? form) : IAgent
{
    private const string SchemaMember = "answer_schema";

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What it is told with each question, for it has no instructions of ours. Default: nothing.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Conversation(target.StartConversation(context), this);

    // Targets have no setting for a schema: they are told it with the question, in the question's own form.
    private string Told(string input)
    {
        string question = form is null ? input : WithSchema(input, form);
        return string.Join("\n\n", Before.Append(question));
    }

    private static string WithSchema(string input, AnswerForm form)
    {
        if (input.StartsWith('{') && Parse(input) is { } question && !question.ContainsKey(SchemaMember))
        {
            question[SchemaMember] = JsonNode.Parse(form.Schema.GetRawText());
            return question.ToJsonString();
        }

        return $"{input}\n\nAnswer with one JSON object of this JSON Schema:\n{form.Schema.GetRawText()}";
    }

    private static JsonObject? Parse(string input)
    {
        try
        {
            return JsonNode.Parse(input) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Conversation(IConversation inner, SlotAgent agent) : IConversation
    {
        public IAsyncEnumerable<AgentEvent> TakeTurnAsync(Turn turn, CancellationToken cancellationToken) =>
            inner.TakeTurnAsync(turn with { Input = agent.Told(turn.Input) }, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
