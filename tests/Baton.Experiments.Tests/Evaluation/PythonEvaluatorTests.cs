using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;

namespace Baton.Experiments.Tests.Evaluation;

[Trait("Needs", "python")]
public sealed class PythonEvaluatorTests
{
    private const string Configuration =
        "personas: [{name: novice, description: New here}]\nevaluators: [{name: mine, type: python, function: \"judges.tone:score\"}]\n";

    [Fact]
    public async Task A_function_judges_every_trace_with_what_is_known_of_it()
    {
        using EvaluatedExperiment experiment = new(
            Configuration,
            [
                Traces.Of("fine") with
                {
                    Persona = "novice",
                },
                Traces.Conversation("one", "two").Expecting("""{"city": "Oslo"}""").Trace,
                Traces.Of("print") with
                {
                    ToolCalls = [Traces.Call("lookup")],
                },
            ]
        );
        experiment.Project.Write(
            "judges/tone.py",
            """
            calls = 0

            def score(trace, persona):
                global calls
                calls += 1
                print("this must not reach the channel")
                return {
                    "score": 0.75,
                    "reason": f"{trace['output']}, {persona}, {trace['expected']}, "
                    f"{len(trace.get('conversation_history', []))}, {[c['name'] for c in trace['tool_calls']]}",
                }
            """
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.Traces.Passed.ShouldBe(3, string.Join(';', summary.Errors));
        EvaluationReader
            .ReadRuns(experiment.Folder)
            .Select(run => run.Scores[0].Score.Reason)
            .ShouldBe([
                "fine, novice, None, 0, []",
                "two, None, {'city': 'Oslo'}, 4, []",
                "print, None, None, 0, ['lookup']",
            ]);
    }

    [Fact]
    public async Task A_function_that_raises_or_returns_rubbish_is_an_error_score_and_the_others_are_judged()
    {
        using EvaluatedExperiment experiment = new(
            Configuration,
            [Traces.Of("raise"), Traces.Of("rubbish", 2), Traces.Of("nothing", 3), Traces.Of("good", 4)]
        );
        experiment.Project.Write(
            "judges/tone.py",
            """
            async def score(trace):
                if trace["output"] == "raise":
                    raise KeyError("tone")
                return {"rubbish": "seven", "nothing": None}.get(trace["output"], True)
            """
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.Traces.ShouldBe(
            new TraceCounts
            {
                Total = 4,
                Passed = 1,
                Unjudged = 3,
            }
        );
        summary.Errors.Select(error => error.Reason).ShouldContain(reason => reason.Contains("KeyError: 'tone'"));
        summary.Errors.Select(error => error.Reason).ShouldContain(reason => reason.Contains("returned None"));
        summary
            .Errors.Select(error => error.Reason)
            .ShouldContain(reason => reason.Contains("it returned `\"seven\"`"));
    }

    [Fact]
    public async Task A_function_that_never_returns_is_an_error_score_after_its_time()
    {
        using EvaluatedExperiment experiment = new(
            Configuration + "evaluation: {limits: {timeout_seconds: 3}}\n",
            [Traces.Of("hang"), Traces.Of("good", 2)]
        );
        experiment.Project.Write(
            "judges/tone.py",
            """
            import asyncio

            async def score(trace):
                if trace["output"] == "hang":
                    await asyncio.Event().wait()
                return True
            """
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.Traces.ShouldBe(
            new TraceCounts
            {
                Total = 2,
                Passed = 1,
                Unjudged = 1,
            }
        );
        summary.Errors.Single().Reason.ShouldBe("it took longer than 3 s (`timeout_seconds`)");
    }

    [Fact]
    public async Task A_function_that_is_not_there_is_said_before_anything_is_judged()
    {
        using EvaluatedExperiment experiment = new(Configuration, [Traces.Of()]);

        EvaluationException refused = await Should.ThrowAsync<EvaluationException>(() => experiment.EvaluateAsync());

        refused.Message.ShouldStartWith("the evaluator `mine` cannot be used: ");
        refused.Message.ShouldContain("judges");
        Directory.Exists(experiment.EvaluationFolder).ShouldBeFalse();
    }
}
