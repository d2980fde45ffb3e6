using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;

namespace Baton.Experiments.Tests.Evaluation;

public sealed class DotNetEvaluatorTests
{
    // Beside the folder of these tests, in the same configuration.
    private static readonly string Assembly = Path.GetFullPath(
        Path.Combine(
            AppContext.BaseDirectory,
            "../../Baton.DotNetEvaluator",
            new DirectoryInfo(AppContext.BaseDirectory).Name,
            "Baton.DotNetEvaluator.dll"
        )
    );

    [Fact]
    public async Task A_class_judges_every_trace_with_its_parameters_and_what_it_prints_goes_nowhere()
    {
        using EvaluatedExperiment experiment = new(
            Configuration("class: Baton.DotNetEvaluator.ShortAnswers, parameters: {most: 5}"),
            [Traces.Of("short"), Traces.Of("much too long", 2)]
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.Traces.ShouldBe(
            new TraceCounts
            {
                Total = 2,
                Passed = 1,
                Failed = 1,
            },
            string.Join(';', summary.Errors)
        );
        EvaluationReader.ReadRuns(experiment.Folder).Last().Scores[0].Score.Reason.ShouldBe("13 characters");
        summary.Evaluators[0].Type.ShouldBe("dotnet");
    }

    [Fact]
    public async Task What_a_class_does_wrong_is_an_error_score()
    {
        using EvaluatedExperiment experiment = new(
            Configuration("class: Baton.DotNetEvaluator.Troubled") + "evaluation: {limits: {timeout_seconds: 1}}\n",
            [Traces.Of("throw"), Traces.Of("block", 2), Traces.Of("hang", 3), Traces.Of("seven", 4)]
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        EvaluationReader
            .ReadRuns(experiment.Folder)
            .Select(run => run.Scores[0].Score.Reason)
            .ShouldBe([
                "InvalidOperationException: no idea",
                "it took longer than 1 s (`timeout_seconds`)",
                "it took longer than 1 s (`timeout_seconds`)",
                "its score has the value 7; a verdict needs one from 0 to 1",
            ]);
        summary.Traces.Unjudged.ShouldBe(4);
    }

    [Theory]
    [InlineData(
        "class: Baton.DotNetEvaluator.ShortAnswer",
        "has no evaluator `Baton.DotNetEvaluator.ShortAnswer`; did you mean `Baton.DotNetEvaluator.ShortAnswers`?"
    )]
    [InlineData(
        "weight: 1",
        "name the `class`; its evaluators: `Baton.DotNetEvaluator.ShortAnswers`, `Baton.DotNetEvaluator.Troubled`"
    )]
    public async Task A_class_that_is_not_there_is_said_before_anything_is_judged(string settings, string expected)
    {
        using EvaluatedExperiment experiment = new(Configuration(settings), [Traces.Of()]);

        EvaluationException refused = await Should.ThrowAsync<EvaluationException>(() => experiment.EvaluateAsync());

        refused.Message.ShouldStartWith("the evaluator `mine` cannot be used: ");
        refused.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task An_assembly_that_is_not_there_is_said_before_anything_is_judged()
    {
        using EvaluatedExperiment experiment = new(
            "evaluators: [{name: mine, type: dotnet, assembly: bin/Mine.dll}]\n",
            [Traces.Of()]
        );

        EvaluationException refused = await Should.ThrowAsync<EvaluationException>(() => experiment.EvaluateAsync());

        refused.Message.ShouldContain("there is no assembly");
    }

    private static string Configuration(string settings) =>
        $"evaluators: [{{name: mine, type: dotnet, assembly: \"{Assembly}\", {settings}}}]\n";
}
