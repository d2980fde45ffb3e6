using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Experiments.Evaluation.Judges.Prompts;
using Baton.Experiments.Evaluation.Judges.Replies;
using Baton.Experiments.Models;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>Makes one score of a judge's samples.</summary>
/// <remarks>
/// There is a verdict when at least half of the samples came to a score; the others are told in the details. Otherwise the score is an
/// error, or skipped when only calls were missing.
/// </remarks>
/// <param name="settings">The judge.</param>
internal sealed class JudgeVerdict(LlmJudgeSettings settings)
{
    private readonly JudgeScale _scale = settings.Scale;

    /// <summary>The score.</summary>
    /// <param name="samples">The samples, in order; at least one.</param>
    public Score Of(IReadOnlyList<JudgeSample> samples)
    {
        double[] scores = [.. samples.Select(static sample => sample.Score).OfType<double>()];
        ModelSpending spent = samples.Aggregate(ModelSpending.None, static (sum, sample) => sum + sample.Spent);
        Score told = new()
        {
            Evaluator = settings.Name,
            Status = ScoreStatus.Error,
            Tokens = TraceTokens.Of(spent.Usage),
            Cost = spent.Usage?.Cost,
            IsCached = samples.All(static sample => sample.IsCached),
        };
        if (scores.Length == 0 || scores.Length * 2 < settings.Samples)
        {
            return WithoutVerdict(told, samples, spent, scores);
        }

        double score = SampleScores.Aggregate(scores, settings.SampleAggregate);
        return told with
        {
            Status = _scale.Passes(score) ? ScoreStatus.Pass : ScoreStatus.Fail,
            Value = _scale.Value(score),
            Reason = Reason(samples, scores, score),
            Details = Details(samples, spent, scores, score),
        };
    }

    private Score WithoutVerdict(Score told, IReadOnlyList<JudgeSample> samples, ModelSpending spent, double[] scores)
    {
        JudgeSample first =
            samples.FirstOrDefault(static sample => sample is { Error: not null, IsBeyondLimit: false })
            ?? samples.First(static sample => sample.Error is not null);
        int failed = samples.Count(static sample => sample.Error is not null);
        return told with
        {
            Status = first.IsBeyondLimit ? ScoreStatus.Skipped : ScoreStatus.Error,
            Reason =
                settings.Samples == 1
                    ? first.Error
                    : $"{failed} of {settings.Samples} samples came to no score, the first because {first.Error}",
            Details = Details(samples, spent, scores, score: null),
        };
    }

    // The words of the sample that is nearest to the verdict.
    private string? Reason(IReadOnlyList<JudgeSample> samples, double[] scores, double score)
    {
        JudgeSample nearest = samples
            .Where(static sample => sample.Score is not null)
            .MinBy(sample => Math.Abs(sample.Score!.Value - score))!;
        if (settings.Samples == 1)
        {
            return nearest.Reason;
        }

        string listed = string.Join(", ", scores.Select(ScoreScale.Text));
        return $"{ScoreScale.Text(score)} of {ScoreScale.Text(_scale.Scores.Max)} from samples {listed}: {nearest.Reason}";
    }

    private JsonObject Details(IReadOnlyList<JudgeSample> samples, ModelSpending spent, double[] scores, double? score)
    {
        JsonObject details = new()
        {
            ["model"] = settings.Model,
            ["judge"] = settings.Judge is { } judge ? JudgeWords.Of(judge) : "prompt",
        };
        if (settings.Judge is not null)
        {
            details["prompt_version"] = Rubrics.Version;
        }

        if (score is { } reached)
        {
            details["score"] = Rounded(reached);
        }

        details["max_score"] = _scale.Scores.Max;
        if (_scale.PassScore is { } pass)
        {
            details["pass_score"] = Rounded(pass);
        }

        details["calls"] = spent.Calls;
        details["samples"] = new JsonArray([.. samples.Select(Told)]);
        if (scores.Length > 1)
        {
            details["spread"] = new JsonObject
            {
                ["min"] = Rounded(scores.Min()),
                ["max"] = Rounded(scores.Max()),
                ["deviation"] = Rounded(SampleScores.Deviation(scores)),
            };
            details["agreement"] = score is { } one
                ? Rounded((double)scores.Count(each => _scale.Passes(each) == _scale.Passes(one)) / scores.Length)
                : null;
        }

        return details;
    }

    private static JsonObject Told(JudgeSample sample)
    {
        JsonObject told = [];
        if (sample.Score is { } score)
        {
            told["score"] = Rounded(score);
            told["reason"] = sample.Reason;
        }
        else
        {
            told["error"] = sample.Error;
            told["kind"] = sample.IsBeyondLimit ? ErrorKind.Limit : sample.ErrorKind;
        }

        foreach ((string name, JsonNode? value) in sample.Details)
        {
            told[name] = value?.DeepClone();
        }

        if (sample.IsCached)
        {
            told["cached"] = true;
        }

        return told;
    }

    private static double Rounded(double number) => Math.Round(number, 4);
}
