namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>What does the work of an assertion that an entry cannot express.</summary>
internal static class UncheckedAdvice
{
    /// <summary>The advice in words, with a leading space, or empty.</summary>
    public static string For(string type) =>
        (type.StartsWith("not-", StringComparison.Ordinal) ? type["not-".Length..] : type) switch
        {
            "llm-rubric"
            or "g-eval"
            or "factuality"
            or "model-graded-factuality"
            or "closedqa"
            or "model-graded-closedqa"
            or "answer-relevance"
            or "context-faithfulness"
            or "context-recall"
            or "context-relevance"
            or "conversation-relevance"
            or "search-rubric"
            or "select-best" => " (an evaluator of type `llm_judge` can judge it)",
            "similar" or "levenshtein" or "rouge-n" or "bleu" or "gleu" or "meteor" =>
                " (the rule `similarity` of an evaluator likens answers to `expected`)",
            "is-json" or "contains-json" => " (the rule `json_schema` of an evaluator does that)",
            "latency" => " (the rule `latency_under` of an evaluator does that)",
            "cost" => " (the rule `cost_under` of an evaluator does that)",
            "javascript" or "python" or "ruby" or "webhook" =>
                " (an evaluator of type `python` or `dotnet` can run code)",
            _ => "",
        };
}
