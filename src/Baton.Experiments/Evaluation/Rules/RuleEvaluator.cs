using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation.Settings;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>
/// Holds traces against fixed rules. Checks that do not apply are left out of the score; one that could not be carried out makes
/// the score an error, unless another one fails the trace already.
/// </summary>
internal sealed class RuleEvaluator : IEvaluator
{
    private const int MostReasons = 3;
    private readonly double? _threshold;
    private readonly (RuleCheck Check, string Label)[] _checks;

    public RuleEvaluator(RuleEvaluatorSettings settings)
    {
        Name = settings.Name;
        _threshold = settings.Threshold;
        _checks = [.. settings.Rules.Zip(Labels(settings.Rules))];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken)
    {
        TraceView view = new(trace);
        CheckResult[] results = new CheckResult[_checks.Length];
        for (int i = 0; i < results.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[i] = _checks[i].Check.Apply(view);
        }

        ScoreStatus status = StatusOf(results, out double value);
        return ValueTask.FromResult(
            new Score
            {
                Evaluator = Name,
                Status = status,
                Value = status is ScoreStatus.Pass or ScoreStatus.Fail ? value : null,
                Reason = status == ScoreStatus.Pass ? null : ReasonOf(results, status),
                Details = Details(results),
            }
        );
    }

    private ScoreStatus StatusOf(CheckResult[] results, out double value)
    {
        double sum = 0;
        double weights = 0;
        int failed = 0;
        int errors = 0;
        int judged = 0;
        for (int i = 0; i < results.Length; i++)
        {
            switch (results[i].Status)
            {
                case ScoreStatus.Error:
                    errors++;
                    break;
                case ScoreStatus.Pass or ScoreStatus.Fail:
                    judged++;
                    failed += results[i].Status == ScoreStatus.Fail ? 1 : 0;
                    sum += results[i].Value * _checks[i].Check.Weight;
                    weights += _checks[i].Check.Weight;
                    break;
                default:
                    break;
            }
        }

        value =
            weights > 0 ? Math.Clamp(sum / weights, 0, 1)
            : failed == 0 ? 1
            : 0;
        return errors > 0 && (_threshold is not null || failed == 0) ? ScoreStatus.Error
            : judged == 0 ? ScoreStatus.Skipped
            : (_threshold is { } least ? Threshold.IsReached(value, least) : failed == 0) ? ScoreStatus.Pass
            : ScoreStatus.Fail;
    }

    private string ReasonOf(CheckResult[] results, ScoreStatus status)
    {
        string[] reasons =
        [
            .. results
                .Select((result, i) => (result, _checks[i].Label))
                .Where(each => each.result.Status == status)
                .Select(each => $"{each.Label}: {each.result.Reason}"),
        ];
        string shown = string.Join("; ", reasons.Take(MostReasons));
        return reasons.Length > MostReasons ? $"{shown}; and {reasons.Length - MostReasons} more" : shown;
    }

    private JsonObject Details(CheckResult[] results)
    {
        JsonArray checks = [];
        for (int i = 0; i < results.Length; i++)
        {
            (ScoreStatus status, double value, string? reason) = results[i];
            JsonObject check = new() { ["check"] = _checks[i].Label, ["status"] = status.Word() };
            if (status is ScoreStatus.Pass or ScoreStatus.Fail && value is not (0 or 1))
            {
                check["value"] = Math.Round(value, 4);
            }

            if (reason is not null)
            {
                check["reason"] = reason;
            }

            checks.Add((JsonNode)check);
        }

        return new JsonObject { ["checks"] = checks };
    }

    private static IEnumerable<string> Labels(IReadOnlyList<RuleCheck> checks)
    {
        Dictionary<string, int> used = new(StringComparer.Ordinal);
        foreach (RuleCheck check in checks)
        {
            string label = check.Name ?? check.Word;
            int count = used[label] = used.GetValueOrDefault(label) + 1;
            yield return count == 1 ? label : $"{label}_{count}";
        }
    }
}
