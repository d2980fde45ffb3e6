using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>How one request is put, so that its model takes it: what it thinks, and in which way it answers.</summary>
/// <remarks>
/// A structured answer is a tool that must be called, which every model but the newest takes. Where the model thinks, and
/// so cannot be made to call a tool, it is a schema; and for models that know none, a tool that the model is told to call.
/// </remarks>
internal sealed record AnthropicForm
{
    // The protocol demands a bound. This one suits every model there is, and that one most tasks.
    private const int LongestOfAny = 4_096;
    private const int LongestByDefault = 16_384;

    public required string Model { get; init; }

    public required IReadOnlyList<AnthropicTurn> Turns { get; init; }

    public required int MaxTokens { get; init; }

    public required AnthropicThinking? Thinking { get; init; }

    /// <summary>Whether a model that thinks unasked is kept from it.</summary>
    public required bool IsThinkingOff { get; init; }

    /// <summary>Whether the model can be made to call a tool.</summary>
    public required bool MayForce { get; init; }

    /// <summary>The tool that stands for the answer, where there is one.</summary>
    public required AnswerTool? AnswerTool { get; init; }

    /// <summary>The schema of the answer, where no tool stands for it.</summary>
    public required JsonElement? AnswerSchema { get; init; }

    public required bool TakesSampling { get; init; }

    public static AnthropicForm For(string defaultModel, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        string name = options?.ModelId ?? defaultModel;
        AnthropicModel model = AnthropicModel.Of(name);
        IReadOnlyList<AnthropicTurn> turns = AnthropicTurns.Of(messages);
        int? most = ModelCatalog.Default.Find(new ModelName(ModelName.Anthropic, name))?.MaxOutputTokens;
        int answer = options?.MaxOutputTokens ?? Math.Min(most ?? LongestOfAny, LongestByDefault);
        bool mustCall = options?.ToolMode is RequiredChatToolMode && options.Tools is { Count: > 0 };
        bool mayThink = model.AlwaysThinks || (!mustCall && (model.IsAdaptive || AnthropicTurns.AllowThinking(turns)));
        AnthropicThinking? thinking = mayThink
            ? AnthropicThinking.For(model, options?.Reasoning, (most ?? int.MaxValue) - answer)
            : null;
        bool isOff =
            model is { ThinksUnasked: true, AlwaysThinks: false }
            && (mustCall || options?.Reasoning?.Effort == ReasoningEffort.None);
        bool thinks = thinking is not null || (model.ThinksUnasked && !isOff);
        AnswerTool? answerTool = AnswerTool.For(options);
        bool isSchema = answerTool is not null && thinks && model.KnowsSchemas;
        return new AnthropicForm
        {
            Model = name,
            Turns = turns,
            MaxTokens = answer + (thinking?.Tokens ?? 0),
            Thinking = thinking,
            IsThinkingOff = isOff,
            MayForce = !thinks,
            AnswerTool = isSchema ? null : answerTool,
            AnswerSchema = isSchema ? AnswerSchemas.Strict(answerTool!.Schema) : null,
            TakesSampling = model.TakesSampling && !thinks,
        };
    }
}
