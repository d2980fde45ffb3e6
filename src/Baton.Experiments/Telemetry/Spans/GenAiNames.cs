using System.Collections.Frozen;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>
/// The names of attributes that say what a span of an agent means: OpenTelemetry's GenAI conventions first, then their
/// older names and those of widespread instrumentations.
/// </summary>
internal static class GenAiNames
{
    private static readonly FrozenDictionary<string, (AttributeRole, int)> _roles = Roles();

    /// <summary>What an attribute of a name tells, and which of the names that tell this it is, from 0: the first one counts.</summary>
    public static (AttributeRole Role, int Rank) RoleOf(string name) => _roles.GetValueOrDefault(name);

    /// <summary>The word of observations for an operation or a kind; <see langword="null"/> for one that is not known.</summary>
    public static string? KindOf(string? word) =>
        word?.ToLowerInvariant() switch
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

    private static FrozenDictionary<string, (AttributeRole, int)> Roles()
    {
        Dictionary<string, (AttributeRole, int)> roles = new(StringComparer.Ordinal);
        Add(roles, AttributeRole.Operation, "gen_ai.operation.name", "llm.request.type");
        Add(roles, AttributeRole.Kind, "openinference.span.kind", "traceloop.span.kind");
        Add(
            roles,
            AttributeRole.Tool,
            "gen_ai.tool.name",
            "tool.name",
            "tool_name",
            "ai.toolCall.name",
            "mcp.tool.name"
        );
        Add(
            roles,
            AttributeRole.ToolCall,
            "gen_ai.tool.call.id",
            "tool_call.id",
            "gen_ai.tool_call.id",
            "ai.toolCall.id"
        );
        Add(roles, AttributeRole.Agent, "gen_ai.agent.name", "agent.name");
        Add(
            roles,
            AttributeRole.Model,
            "gen_ai.response.model",
            "gen_ai.request.model",
            "llm.model_name",
            "llm.response.model",
            "llm.request.model",
            "embedding.model_name",
            "ai.model.id"
        );
        Add(
            roles,
            AttributeRole.InputTokens,
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.prompt_tokens",
            "llm.usage.prompt_tokens",
            "llm.token_count.prompt",
            "ai.usage.inputTokens",
            "ai.usage.promptTokens"
        );
        Add(
            roles,
            AttributeRole.OutputTokens,
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.completion_tokens",
            "llm.usage.completion_tokens",
            "llm.token_count.completion",
            "ai.usage.outputTokens",
            "ai.usage.completionTokens"
        );
        Add(
            roles,
            AttributeRole.TotalTokens,
            "gen_ai.usage.total_tokens",
            "llm.usage.total_tokens",
            "llm.token_count.total",
            "ai.usage.totalTokens"
        );
        Add(roles, AttributeRole.Cost, "gen_ai.usage.cost", "llm.cost.total", "operation.cost");
        Add(
            roles,
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
        Add(
            roles,
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
        return roles.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Add(
        Dictionary<string, (AttributeRole, int)> roles,
        AttributeRole role,
        params ReadOnlySpan<string> names
    )
    {
        for (int rank = 0; rank < names.Length; rank++)
        {
            roles.Add(names[rank], (role, rank));
        }
    }
}

/// <summary>What an attribute tells of a span.</summary>
internal enum AttributeRole
{
    /// <summary>Nothing that is known.</summary>
    None,

    /// <summary>What is done.</summary>
    Operation,

    /// <summary>What kind of work it is.</summary>
    Kind,

    /// <summary>The tool that is called.</summary>
    Tool,

    /// <summary>What ties the call of a tool to its result.</summary>
    ToolCall,

    /// <summary>The agent that works.</summary>
    Agent,

    /// <summary>The model that is asked.</summary>
    Model,

    /// <summary>Tokens read.</summary>
    InputTokens,

    /// <summary>Tokens written.</summary>
    OutputTokens,

    /// <summary>All tokens.</summary>
    TotalTokens,

    /// <summary>What it cost, in US dollars.</summary>
    Cost,

    /// <summary>What went in.</summary>
    Input,

    /// <summary>What came out.</summary>
    Output,
}
