using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Rules;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Tests.Settings;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Evaluation;

/// <summary>Each check as it is written in a configuration, held against traces.</summary>
public sealed class RuleCheckTests
{
    [Theory]
    [InlineData("output_not_empty", "pass")]
    [InlineData("success", "pass")]
    [InlineData("{check: latency_under, budget_ms: 901}", "pass")]
    [InlineData("{check: latency_under, budget_ms: 900}", "fail")]
    [InlineData("{check: latency_under, budget_ms: 900, of: first_output}", "skipped")]
    [InlineData("{check: token_usage_under, max_total_tokens: 120}", "pass")]
    [InlineData("{check: token_usage_under, max_total_tokens: 119}", "fail")]
    [InlineData("{check: token_usage_under, max_prompt_tokens: 100, max_completion_tokens: 19}", "fail")]
    [InlineData("{check: cost_under, budget_usd: 0.02}", "pass")]
    [InlineData("{check: cost_under, budget_usd: 0.01}", "fail")]
    [InlineData("{check: contains, keywords: [nothing, MONDAY]}", "pass")]
    [InlineData("{check: contains, keywords: [nothing, MONDAY], match: all}", "fail")]
    [InlineData("{check: contains, keywords: MONDAY, case_sensitive: true}", "fail")]
    [InlineData("{check: contains, target: input, keywords: order}", "pass")]
    [InlineData("{check: contains, target: metadata.topic, keywords: shipping}", "pass")]
    [InlineData("{check: contains, target: metadata.nothing, keywords: shipping}", "fail")]
    [InlineData("{check: contains, target: 'tool_calls[0].arguments.city', keywords: Oslo}", "pass")]
    [InlineData("{check: contains, target: conversation, keywords: 'user: Where'}", "pass")]
    [InlineData("{check: not_contains, keywords: [sorry, error]}", "pass")]
    [InlineData("{check: not_contains, keywords: [sorry, ships]}", "fail")]
    [InlineData("{check: regex, pattern: 'order \\d+'}", "pass")]
    [InlineData("{check: regex, pattern: '^order'}", "fail")]
    [InlineData("{check: regex, pattern: '(?i)^YOUR'}", "pass")]
    [InlineData("{check: equals, value: ' Your order 42 ships on Monday. '}", "pass")]
    [InlineData("{check: equals, value: 'your order 42 ships on monday.'}", "fail")]
    [InlineData("{check: equals, value: 'your order 42 ships on monday.', case_sensitive: false}", "pass")]
    [InlineData("{check: equals, expected_path: metadata.topic}", "fail")]
    [InlineData("{check: equals}", "skipped")]
    [InlineData("{check: similarity, value: 'Your order 42 ships on Tuesday.', threshold: 0.8}", "pass")]
    [InlineData("{check: similarity, value: 'Nothing alike', method: levenshtein}", "fail")]
    [InlineData("{check: tool_called, tools: lookup}", "pass")]
    [InlineData("{check: tool_called, tools: [lookup, refund]}", "fail")]
    [InlineData("{check: tool_called, tools: [lookup, refund], match: any}", "pass")]
    [InlineData("{check: tool_called, tools: lookup, arguments: {city: Oslo}}", "pass")]
    [InlineData("{check: tool_called, tools: lookup, arguments: {city: Rome}}", "fail")]
    [InlineData("{check: tool_called, tools: lookup, arguments: {where: {zip: 1}}}", "pass")]
    [InlineData("{check: tool_called, tools: ship, successful: true}", "fail")]
    [InlineData("{check: tool_called, tools: lookup, min_times: 2}", "pass")]
    [InlineData("{check: tool_called, tools: lookup, max_times: 1}", "fail")]
    [InlineData("{check: tool_called, tools: ship, turn: 2}", "fail")]
    [InlineData("{check: tool_not_called, tools: refund}", "pass")]
    [InlineData("{check: tool_not_called, tools: [refund, ship]}", "fail")]
    [InlineData("{check: tool_not_called}", "fail")]
    [InlineData("{check: tool_order, tools: [lookup, ship]}", "pass")]
    [InlineData("{check: tool_order, tools: [ship, ship]}", "fail")]
    [InlineData("{check: tool_order, tools: [lookup, ship], exact: true}", "fail")]
    [InlineData("{check: tool_order, tools: [lookup, ship, lookup], exact: true}", "pass")]
    [InlineData("{check: max_turns_used, max_turns: 1}", "pass")]
    public void A_check_judges_a_run_of_one_turn(string check, string expected)
    {
        RunTrace trace = Traces.Of() with
        {
            TokenUsage = new TraceTokens(100, 20, 120),
            Cost = 0.01m,
            Metadata = new() { ["topic"] = "shipping" },
            ToolCalls =
            [
                Traces.Call("lookup", arguments: """{"city": "Oslo", "where": {"zip": 1, "street": "x"}}"""),
                Traces.Call("ship", error: "no stock"),
                Traces.Call("lookup"),
            ],
        };

        Apply(check, trace.Expecting()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("{check: contains, keywords: one}", "fail")]
    [InlineData("{check: contains, keywords: one, turns: any}", "pass")]
    [InlineData("{check: contains, keywords: one, turns: all}", "fail")]
    [InlineData("{check: contains, keywords: answer, turns: all}", "pass")]
    [InlineData("{check: contains, keywords: one, turns: 1}", "pass")]
    [InlineData("{check: contains, keywords: one, turns: 4}", "fail")]
    [InlineData("{check: not_contains, keywords: one, turns: all}", "fail")]
    [InlineData("{check: output_not_empty, turns: all}", "pass")]
    [InlineData("{check: contains, target: conversation, keywords: 'assistant: answer two'}", "pass")]
    [InlineData("{check: latency_under, budget_ms: 301, of: turn}", "pass")]
    [InlineData("{check: latency_under, budget_ms: 300, of: turn}", "fail")]
    [InlineData("{check: max_turns_used, max_turns: 3}", "pass")]
    [InlineData("{check: max_turns_used, max_turns: 2}", "fail")]
    [InlineData("{check: tool_called, tools: lookup, turn: 2}", "pass")]
    [InlineData("{check: tool_called, tools: lookup, turn: 1}", "fail")]
    [InlineData("{check: contains, target: 'conversation_history[-1].content', keywords: three}", "pass")]
    public void A_check_judges_a_conversation(string check, string expected)
    {
        RunTrace trace = Traces.Conversation("answer one", "answer two", "answer three") with
        {
            ToolCalls = [Traces.Call("lookup", turn: 2)],
        };

        Apply(check, trace.Expecting()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("contains", "\"monday\"", "pass")]
    [InlineData("contains", "[\"x\", \"monday\"]", "pass")]
    [InlineData("contains", "42", "pass")]
    [InlineData("contains", "{\"a\": 1}", "skipped")]
    [InlineData("contains", null, "skipped")]
    [InlineData("equals", "\"Your order 42 ships on Monday.\"", "pass")]
    [InlineData("equals", "42", "fail")]
    [InlineData("similarity", "\"Your order 42 ships on Monday\"", "pass")]
    [InlineData("{check: contains, keywords: [order]}", "\"rubbish\"", "pass")]
    public void What_the_input_expects_stands_in_for_what_a_check_does_not_say(
        string check,
        string? expectedJson,
        string expected
    ) => Apply(check, Traces.Of().Expecting(expectedJson)).ShouldBe(expected);

    [Theory]
    [InlineData("contains", null, "skipped")]
    [InlineData("contains", "\"monday\"", "fail")]
    [InlineData("similarity", null, "skipped")]
    [InlineData("{check: not_contains, keywords: sorry}", null, "fail")]
    public void A_run_without_an_answer_fails_only_checks_that_have_something_to_hold_it_against(
        string check,
        string? expectedJson,
        string expected
    ) => Apply(check, (Traces.Of() with { Output = null }).Expecting(expectedJson)).ShouldBe(expected);

    [Theory]
    [InlineData("{check: equals, value: {b: 2, a: 1}}", """{"a": 1, "b": 2}""", "pass")]
    [InlineData("{check: equals, value: {a: 1}}", "no JSON", "fail")]
    [InlineData("{check: equals, value: 7}", " 7 ", "pass")]
    [InlineData("{check: json_schema, schema: {type: object, required: [a]}}", """{"a": 1}""", "pass")]
    [InlineData("{check: json_schema, schema: {type: object, required: [b]}}", """{"a": 1}""", "fail")]
    [InlineData("{check: json_schema, schema: {type: object}}", "Here:\n```json\n{\"a\": 1}\n```", "pass")]
    [InlineData("{check: json_schema, schema: {type: object}, extract: false}", "Here: {\"a\": 1}", "fail")]
    [InlineData("{check: json_schema, schema: {type: object}}", "none", "fail")]
    [InlineData("{check: json_path, path: order.items, value: [1, 2]}", """{"order": {"items": [1, 2]}}""", "pass")]
    [InlineData(
        "{check: json_path, path: 'order.items[1]', min: 2, max: 2}",
        """{"order": {"items": [1, 2]}}""",
        "pass"
    )]
    [InlineData("{check: json_path, path: 'order.items[*]', value: 2}", """{"order": {"items": [1, 2]}}""", "pass")]
    [InlineData("{check: json_path, path: order.id}", """{"order": {}}""", "fail")]
    [InlineData("{check: json_path, path: id, pattern: '^A-'}", """{"id": "A-7"}""", "pass")]
    [InlineData("{check: json_path, path: id, expected_path: metadata.expected.id}", """{"id": "A-7"}""", "pass")]
    [InlineData("{check: json_path, path: id, expected_path: metadata.expected.no}", """{"id": "A-7"}""", "skipped")]
    public void A_check_judges_structured_answers(string check, string output, string expected) =>
        Apply(check, Traces.Of(output).Expecting("""{"id": "A-7"}""")).ShouldBe(expected);

    [Theory]
    [InlineData("output_not_empty")]
    [InlineData("success")]
    [InlineData("{check: contains, keywords: a}")]
    [InlineData("{check: not_contains, keywords: a}")]
    [InlineData("{check: regex, pattern: '.*'}")]
    public void A_run_without_an_answer_holds_for_nothing_that_looks_at_it(string check)
    {
        RunTrace failed = Traces.Of(output: null) with
        {
            Outcome = RunOutcome.Failed,
            Error = new TraceError("timeout", "no answer within 60 s"),
        };

        Apply(check, failed.Expecting()).ShouldBe("fail");
    }

    [Theory]
    [InlineData("{check: cost_under, budget_usd: 1}", "skipped")]
    [InlineData("{check: cost_under, budget_usd: 1, when_missing: fail}", "fail")]
    [InlineData("{check: token_usage_under, max_total_tokens: 1, when_missing: pass}", "pass")]
    public void A_number_nobody_reported_is_no_zero(string check, string expected) =>
        Apply(check, Traces.Of().Expecting()).ShouldBe(expected);

    [Theory]
    [InlineData("{check: tool_called, expected_path: metadata.expected.actions}", "fail")]
    [InlineData("{check: tool_called, expected_path: metadata.expected.actions, match: any}", "pass")]
    [InlineData("{check: tool_called, expected_path: 'metadata.expected.actions[0]'}", "pass")]
    [InlineData("{check: tool_called, expected_path: metadata.expected.names}", "pass")]
    [InlineData("{check: tool_called, expected_path: metadata.expected.nothing}", "skipped")]
    [InlineData("{check: contains, expected_path: metadata.expected.outputs, match: all}", "pass")]
    [InlineData("{check: contains, expected_path: metadata.expected.names}", "fail")]
    [InlineData("{check: contains, expected_path: metadata.expected.nothing}", "skipped")]
    public void What_is_wanted_can_stand_in_the_trace(string check, string expected)
    {
        RunTrace trace = Traces.Of("It costs 54.04 for Mia.") with
        {
            ToolCalls = [Traces.Call("find_user"), Traces.Call("cancel_order")],
            Metadata = JsonNode
                .Parse(
                    """
                    {"expected": {
                      "actions": [{"name": "find_user"}, {"name": "cancel_order", "arguments": {"order": "#7"}}],
                      "names": ["find_user", "cancel_order"],
                      "outputs": ["54.04", "mia"]
                    }}
                    """
                )!
                .AsObject(),
        };

        Apply(check, trace.Expecting()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("{check: tool_called, tools: a}")]
    [InlineData("{check: tool_not_called, tools: a}")]
    [InlineData("{check: tool_order, tools: [a]}")]
    [InlineData("{check: max_turns_used, max_turns: 1}")]
    [InlineData("{check: contains, keywords: a, turns: any}")]
    public void What_was_not_kept_is_not_judged(string check) =>
        Apply(check, Traces.Of().Expecting() with { IsWhole = false }).ShouldBe("skipped");

    [Fact]
    public void A_pattern_that_takes_too_long_is_an_error_and_no_verdict()
    {
        EvaluatedTrace trace = Traces.Of(new string('a', 5000) + "!").Expecting();

        Score score = Evaluate("rules: [{check: regex, pattern: '^(a+)+$'}]", trace);

        score.Status.ShouldBe(ScoreStatus.Error);
        score.Value.ShouldBeNull();
        score.Reason.ShouldBe("regex: `^(a+)+$` took longer than 1 s; simplify it");
    }

    [Fact]
    public void The_score_is_the_mean_of_the_checks_by_weight_and_every_one_must_hold()
    {
        Score score = Evaluate(
            "rules: [success, {check: contains, keywords: nothing, weight: 3, name: greeting}, {check: equals}]",
            Traces.Of().Expecting()
        );

        score.Status.ShouldBe(ScoreStatus.Fail);
        score.Value.ShouldBe(0.25);
        score.Reason.ShouldBe("greeting: it does not contain `nothing`");
        score
            .Details!.ToJsonString()
            .ShouldBe(
                """{"checks":[{"check":"success","status":"pass"},{"check":"greeting","status":"fail","reason":"it does not contain \u0060nothing\u0060"},{"check":"equals","status":"skipped","reason":"the input has no \u0060expected\u0060"}]}"""
            );
    }

    [Fact]
    public void With_a_threshold_the_mean_decides()
    {
        EvaluatedTrace trace = Traces.Of().Expecting();

        Evaluate("threshold: 0.5, rules: [success, {check: contains, keywords: nothing}]", trace)
            .Status.ShouldBe(ScoreStatus.Pass);
        Evaluate("threshold: 0.51, rules: [success, {check: contains, keywords: nothing}]", trace)
            .Status.ShouldBe(ScoreStatus.Fail);
    }

    [Fact]
    public void A_trace_that_no_check_applies_to_is_skipped()
    {
        Score score = Evaluate("rules: [equals, similarity]", Traces.Of().Expecting());

        score.Status.ShouldBe(ScoreStatus.Skipped);
        score.Reason.ShouldBe("equals: the input has no `expected`; similarity: the input has no `expected`");
    }

    [Fact]
    public void Checks_of_one_kind_are_told_apart_by_number() =>
        Evaluate("rules: [success, success]", Traces.Of().Expecting()).Details!["checks"]![1]!["check"]!
            .GetValue<string>()
            .ShouldBe("success_2");

    private static string Apply(string check, EvaluatedTrace trace) =>
        Evaluate($"rules: [{check}]", trace).Status.Word();

    private static Score Evaluate(string settings, EvaluatedTrace trace)
    {
        using ConfigurationProject project = new();
        project.WriteConfig(
            $"{ConfigurationProject.Runner}evaluators: [{{name: rules, type: rule_based, {settings}}}]\n"
        );
        RuleEvaluatorSettings rules = project
            .Load()
            .Settings.Evaluators.Single()
            .ShouldBeOfType<RuleEvaluatorSettings>();
        return new RuleEvaluator(rules).EvaluateAsync(trace, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
