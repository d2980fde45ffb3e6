using Baton.Configuration;
using Baton.Experiments.Evaluation.Judges;
using Baton.Experiments.Evaluation.Judges.Replies;
using Baton.Experiments.Tests.Settings;

namespace Baton.Experiments.Tests.Evaluation.Judges;

public sealed class LlmJudgeSettingsTests : IDisposable
{
    private readonly ConfigurationProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void A_judge_is_read_from_the_configuration()
    {
        LlmJudgeSettings settings = Read(
            """
              - name: quality
                type: llm_judge
                weight: 0.5
                model: openai:gpt-4o-mini
                prompt: |
                  Rate 1-10: {output} against {expected?}
                parser: first_number_1_10
                pass_score: 6
                samples: 3
                sample_aggregate: median
                temperature: 0.3
            """
        );

        settings.Parser.ShouldBe(ScoreParser.FirstNumber1To10);
        settings.Prompt!.Placeholders.Select(static placeholder => placeholder.Name).ShouldBe(["output", "expected"]);
        settings.SampleAggregate.ShouldBe(SampleAggregate.Median);
        settings.Scale.Scores.ShouldBe(new ScoreScale(1, 10));
        settings.Scale.Passes(6).ShouldBeTrue();
        settings.Scale.Value(6).ShouldBe(0.6);
    }

    [Theory]
    [InlineData("judge: goal_completion", 1, 0)]
    [InlineData("judge: goal_completion", 4, 0.75)]
    [InlineData("judge: goal_completion", 5, 1)]
    [InlineData("prompt: \"{output}\"", 7, 0.7)]
    [InlineData("prompt: \"{output}\"\n    max_score: 5", 4, 0.8)]
    [InlineData("prompt: \"{output}\"\n    parser: first_float", 0.4, 0.4)]
    [InlineData("prompt: \"{output}\"\n    parser: pass_fail", 1, 1)]
    [InlineData("judge: pairwise", 0.5, 0.5)]
    public void Every_scale_goes_from_0_to_1(string judge, double score, double value) =>
        Read($"  - name: quality\n    type: llm_judge\n    model: openai:gpt-4o-mini\n    {judge}\n")
            .Scale.Value(score)
            .ShouldBe(value, 1e-9);

    [Theory]
    [InlineData("", "says not what to judge; write `judge:`")]
    [InlineData("judge: goal_completion\n    prompt: x", "cannot stand beside `judge`")]
    [InlineData("judge: goal_complete", "goal_completion")]
    [InlineData("prompt: \"{ouput}\"", "did you mean `{output}`?")]
    [InlineData("prompt: \"{output}\"\n    criteria: be strict", "write it into the `prompt`")]
    [InlineData("prompt: \"{output}\"\n    parser: first_number", "first_number_1_10")]
    [InlineData("prompt: \"{output}\"\n    parser: first_number_1_10\n    max_score: 5", "must be 10")]
    [InlineData("prompt: \"{output}\"\n    max_score: 5\n    pass_score: 6", "must be at most 5")]
    [InlineData("prompt: \"{output}\"\n    against: expected", "is for `judge: pairwise`")]
    [InlineData("judge: pairwise\n    against: elsewhere", "write `expected`, or a path")]
    [InlineData("judge: goal_completion\n    parser: pass_fail", "is for a `prompt`")]
    [InlineData("judge: goal_completion\n    max_score: 3", "is for a `prompt`")]
    [InlineData("judge: goal_completion\n    samples: 0", "samples")]
    [InlineData("judge: goal_completion\n    sample: 3", "did you mean `samples`?")]
    public void What_does_not_fit_is_told_at_its_place(string judge, string message)
    {
        string text = Should
            .Throw<ConfigurationException>(() =>
                Read($"  - name: quality\n    type: llm_judge\n    model: openai:gpt-4o-mini\n    {judge}\n")
            )
            .Message;

        text.ShouldContain(message);
        text.ShouldContain("evaluators[0]");
    }

    [Fact]
    public void A_model_without_its_provider_is_told_with_the_provider() =>
        Should
            .Throw<ConfigurationException>(() =>
                Read("  - name: quality\n    type: llm_judge\n    model: gpt-4o-mini\n    judge: faithfulness\n")
            )
            .Message.ShouldContain("write `openai:gpt-4o-mini`");

    private LlmJudgeSettings Read(string evaluators)
    {
        _project.WriteConfig(ConfigurationProject.Runner + "evaluators:\n" + evaluators);
        return _project.Load().Settings.Evaluators[0].ShouldBeOfType<LlmJudgeSettings>();
    }
}
