using Baton.Experiments.Evaluation.Judges;
using Baton.Experiments.Evaluation.Rules;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Settings;
using Baton.Experiments.Tests.Settings;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Evaluation;

public sealed class EvaluatorSettingsTests : IDisposable
{
    private readonly ConfigurationProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void An_evaluation_file_beside_the_configuration_is_read_with_the_words_its_users_know()
    {
        _project.WriteConfig(ConfigurationProject.Runner + "limits: {target: 4}\n");
        _project.Write(
            "configs/evaluation.yaml",
            """
            evaluation_goal:
              text: Answers are short and right
            evaluators:
              - name: completeness
                type: rule_based
                enabled: true
                weight: 0.3
                rules:
                  - check: output_not_empty
                  - success
                  - check: latency_under
                    budget_ms: 1200
                  - check: token_usage_under
                    max_total_tokens: 4000
                  - check: contains
                    target: output
                    keywords: ["help", "assist"]
                  - check: similarity
                    target: output
                    expected_path: metadata.expected
                    method: difflib
                    threshold: 0.7
              - name: mine
                type: python
                enabled: false
                function: judges.tone:score
            aggregate:
              method: average
              threshold: 0.75
              by_persona: true
            limits:
              sample_rate: 0.3
              max_llm_calls: 50
              timeout_seconds: 30
              cache: evaluation_cache.jsonl
            """
        );

        ExperimentSettings settings = _project.Load().Settings;

        settings.Limits.Target.ShouldBe(4);
        settings.Evaluation.Goal.ShouldBe("Answers are short and right");
        settings.Evaluation.Aggregate.Method.ShouldBe(AggregateMethod.Average);
        settings.Evaluation.Aggregate.Threshold.ShouldBe(0.75);
        settings.Evaluation.Limits.SampleRate.ShouldBe(0.3);
        settings.Evaluation.Limits.MaxLlmCalls.ShouldBe(50);
        settings.Evaluation.Limits.TimeoutSeconds.ShouldBe(TimeSpan.FromSeconds(30));
        RuleEvaluatorSettings rules = settings.Evaluators[0].ShouldBeOfType<RuleEvaluatorSettings>();
        rules.Name.ShouldBe("completeness");
        rules.Weight.ShouldBe(0.3);
        rules
            .Rules.Select(rule => rule.Word)
            .ShouldBe(["output_not_empty", "success", "latency_under", "token_usage_under", "contains", "similarity"]);
        rules.Rules[2].ShouldBeOfType<LatencyCheck>().BudgetMs.ShouldBe(1200);
        PythonEvaluatorSettings python = settings.Evaluators[1].ShouldBeOfType<PythonEvaluatorSettings>();
        python.Function.ShouldBe("judges.tone:score");
        python.Enabled.ShouldBeFalse();
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_with_its_place()
    {
        _project.WriteConfig(
            ConfigurationProject.Runner
                + """
                evaluators:
                  - {name: a, type: rule_base, rules: [success]}
                  - {type: rule_based, rules: []}
                  - {name: b, rules: [success]}
                  - name: c
                    type: rule_based
                    wieght: 2
                    rules:
                      - sucess
                      - {check: latency_under}
                      - {check: latency_under, budget_ms: -1}
                      - {check: regex, pattern: "("}
                      - {check: contains, target: metdata.x}
                      - {check: contains, turns: first}
                      - {check: json_path, path: "a[", value: 1}
                      - {check: json_schema, schema: {type: strin}}
                      - {check: tool_called}
                      - {check: token_usage_under}
                      - {check: similarity, method: embedding}
                      - {check: equals, value: 1, expected_path: metadata.x}
                      - [success]
                  - {name: d, type: python, function: nothing}
                  - rule_based
                evaluation: {aggregate: {method: median, threshold: 2}, limits: {sample_rate: 3}}
                """
        );

        string errors = _project.Errors();

        ApprovedText.ShouldBeApproved(errors + "\n", "wrong-evaluators.txt");
    }

    [Fact]
    public void A_judge_may_be_written_as_other_tools_have_it()
    {
        _project.WriteConfig(
            ConfigurationProject.Runner
                + """
                evaluators:
                  - name: intent_recognition
                    type: llm_judge
                    enabled: true
                    weight: 0.25
                    model: openai:gpt-4o-mini
                    max_score: 10
                    parser: first_number_1_10
                  - name: quality
                    type: llm_judge
                    model: openai:gpt-4o-mini
                    prompt_template: "Score {output} for {input}"
                    parser: first_number_1_10
                """
        );

        IReadOnlyList<EvaluatorSettings> evaluators = _project.Load().Settings.Evaluators;

        evaluators[0].ShouldBeOfType<LlmJudgeSettings>().Judge.ShouldBe(BuiltInJudge.IntentRecognition);
        evaluators[1].ShouldBeOfType<LlmJudgeSettings>().Prompt.ShouldNotBeNull();
    }

    [Fact]
    public void A_prompt_is_written_once()
    {
        _project.WriteConfig(
            ConfigurationProject.Runner
                + "evaluators: [{name: q, type: llm_judge, model: \"openai:gpt-4o-mini\", prompt: \"{output}\", prompt_template: \"{input}\"}]\n"
        );

        _project.Errors().ShouldContain("evaluators[0].prompt_template: is another word for `prompt`");
    }

    [Fact]
    public void A_name_stands_for_one_evaluator()
    {
        _project.WriteConfig(
            ConfigurationProject.Runner
                + """
                evaluators:
                  - {name: a, type: rule_based, rules: [success]}
                  - {name: a, type: rule_based, rules: [success]}
                """
        );

        _project.Errors().ShouldContain("`a` is described twice, first at configs/simulation.yaml:3");
    }

    [Fact]
    public void The_schema_knows_every_type_and_every_check()
    {
        string schema = SimulationSchema.Text;

        foreach (string word in RuleChecks.Words.Concat(["rule_based", "llm_judge", "python", "dotnet"]))
        {
            schema.ShouldContain($"\"const\": \"{word}\"");
        }
    }
}
