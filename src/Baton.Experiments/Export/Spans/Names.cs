namespace Baton.Experiments.Export.Spans;

/// <summary>Names of attributes that exported spans have: OpenTelemetry's GenAI conventions, OpenInference, and Baton's own.</summary>
internal static class Names
{
    public const string Operation = "gen_ai.operation.name";
    public const string Agent = "gen_ai.agent.name";
    public const string Conversation = "gen_ai.conversation.id";
    public const string Model = "gen_ai.request.model";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string TotalTokens = "gen_ai.usage.total_tokens";
    public const string Cost = "gen_ai.usage.cost";
    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string Tool = "gen_ai.tool.name";
    public const string ToolCall = "gen_ai.tool.call.id";
    public const string ToolArguments = "gen_ai.tool.call.arguments";
    public const string ToolResult = "gen_ai.tool.call.result";
    public const string Evaluation = "gen_ai.evaluation.result";
    public const string EvaluationName = "gen_ai.evaluation.name";
    public const string EvaluationScore = "gen_ai.evaluation.score.value";
    public const string EvaluationLabel = "gen_ai.evaluation.score.label";
    public const string EvaluationExplanation = "gen_ai.evaluation.explanation";
    public const string ErrorType = "error.type";
    public const string Kind = "openinference.span.kind";
    public const string Input = "input.value";
    public const string Output = "output.value";
    public const string Service = "service.name";
    public const string Scope = "otel.scope.name";

    /// <summary>The operation of a kind of observations; <see langword="null"/> where the conventions have none.</summary>
    public static string? OperationOf(string kind) =>
        kind switch
        {
            "agent" => "invoke_agent",
            "tool" => "execute_tool",
            "generation" => "chat",
            _ => null,
        };

    /// <summary>OpenInference's word for a kind of observations, which Phoenix draws spans by.</summary>
    public static string OpenInferenceKindOf(string kind) =>
        kind switch
        {
            "agent" => "AGENT",
            "tool" => "TOOL",
            "generation" => "LLM",
            "retriever" => "RETRIEVER",
            "evaluator" => "EVALUATOR",
            "guardrail" => "GUARDRAIL",
            _ => "CHAIN",
        };
}
