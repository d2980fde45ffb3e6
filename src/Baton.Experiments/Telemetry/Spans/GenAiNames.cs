using System.Buffers;
using System.Text;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// The names of attributes that say what a span of an agent means: OpenTelemetry's GenAI conventions first, then their
/// older names and those of widespread instrumentations.
/// </summary>
internal static class GenAiNames
{
    private const int LongestKind = 20;

    private static readonly GenAiNameTable _roles = Roles();

    /// <summary>What an attribute of a name in UTF-8 tells; <see langword="null"/> for nothing that is known.</summary>
    public static GenAiName? Find(ReadOnlySpan<byte> name) => _roles.Find(name);

    /// <summary>The word of observations for an operation or a kind; <see langword="null"/> for one that is not known.</summary>
    public static string? KindOf(ReadOnlySpan<byte> word)
    {
        Span<char> lower = stackalloc char[LongestKind];
        return Ascii.ToLower(word, lower, out int length) != OperationStatus.Done
            ? null
            : lower[..length] switch
            {
                "chat"
                or "completion"
                or "text_completion"
                or "generate_content"
                or "responses"
                or "embeddings"
                or "embedding"
                or "rerank"
                or "reranker"
                or "llm"
                or "generation" => "generation",
                "execute_tool" or "tool" => "tool",
                "invoke_agent" or "create_agent" or "agent" => "agent",
                "invoke_workflow" or "workflow" or "task" or "chain" => "chain",
                "retrieval" or "retriever" => "retriever",
                "guardrail" => "guardrail",
                "evaluator" => "evaluator",
                _ => null,
            };
    }

    private static GenAiNameTable Roles()
    {
        GenAiNameTable roles = new();
        roles.Add(AttributeRole.Operation, "gen_ai.operation.name", "llm.request.type");
        roles.Add(AttributeRole.Kind, "openinference.span.kind", "traceloop.span.kind");
        roles.Add(
            AttributeRole.Tool,
            "gen_ai.tool.name",
            "tool.name",
            "tool_name",
            "ai.toolCall.name",
            "mcp.tool.name"
        );
        roles.Add(
            AttributeRole.ToolCall,
            "gen_ai.tool.call.id",
            "tool_call.id",
            "gen_ai.tool_call.id",
            "ai.toolCall.id"
        );
        roles.Add(AttributeRole.Agent, "gen_ai.agent.name", "agent.name");
        roles.Add(
            AttributeRole.Model,
            "gen_ai.response.model",
            "gen_ai.request.model",
            "llm.model_name",
            "llm.response.model",
            "llm.request.model",
            "embedding.model_name",
            "ai.model.id"
        );
        roles.Add(
            AttributeRole.InputTokens,
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.prompt_tokens",
            "llm.usage.prompt_tokens",
            "llm.token_count.prompt",
            "ai.usage.inputTokens",
            "ai.usage.promptTokens"
        );
        roles.Add(
            AttributeRole.OutputTokens,
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.completion_tokens",
            "llm.usage.completion_tokens",
            "llm.token_count.completion",
            "ai.usage.outputTokens",
            "ai.usage.completionTokens"
        );
        roles.Add(
            AttributeRole.TotalTokens,
            "gen_ai.usage.total_tokens",
            "llm.usage.total_tokens",
            "llm.token_count.total",
            "ai.usage.totalTokens"
        );
        roles.Add(AttributeRole.Cost, "gen_ai.usage.cost", "llm.cost.total", "operation.cost");
        roles.Add(
            AttributeRole.Input,
            "gen_ai.tool.call.arguments",
            "gen_ai.input.messages",
            "gen_ai.prompt",
            "input.value",
            "traceloop.entity.input",
            "tool_arguments",
            "ai.toolCall.args",
            "ai.prompt"
        );
        roles.Add(
            AttributeRole.Output,
            "gen_ai.tool.call.result",
            "gen_ai.output.messages",
            "gen_ai.completion",
            "output.value",
            "traceloop.entity.output",
            "tool_response",
            "ai.toolCall.result",
            "ai.response.text"
        );
        return roles;
    }
}
