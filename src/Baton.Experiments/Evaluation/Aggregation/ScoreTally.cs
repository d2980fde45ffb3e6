using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Evaluation.Aggregation;

/// <summary>Counts what one evaluator says. Used by one thread at a time.</summary>
/// <param name="name">The evaluator.</param>
/// <param name="type">Its type.</param>
/// <param name="weight">Its weight.</param>
internal sealed class ScoreTally(string name, string type, double weight)
{
    private const int MostReasons = 20;
    private const string OtherReasons = "(other reasons)";
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, CheckCounts> _checks = new(StringComparer.Ordinal);
    private readonly long[] _counts = new long[4];
    private double _sum;
    private long _cached;
    private long _spenders;
    private TokenCounts _tokens;
    private decimal? _cost;

    /// <summary>How often it could not judge, and why.</summary>
    public IEnumerable<ErrorCount> Errors => _reasons.Select(each => new ErrorCount(name, each.Key, each.Value));

    /// <summary>What it spent.</summary>
    public JudgeSpending Spending => new(0, _spenders, _cached, _tokens.IfAny, _cost);

    public void Add(Score score)
    {
        _counts[(int)score.Status]++;
        _sum += score.Value ?? 0;
        _cached += score.IsCached ? 1 : 0;
        _spenders += score.Tokens is null && score.Cost is null ? 0 : 1;
        _tokens += TokenCounts.Of(score.Tokens);
        _cost = Reported.Sum(_cost, score.Cost);
        if (score.Status == ScoreStatus.Error)
        {
            AddReason(score.Reason ?? "no reason was given");
        }

        if (score.Details?["checks"] is JsonArray checks)
        {
            AddChecks(checks);
        }
    }

    public EvaluatorSummary Summarise()
    {
        long pass = _counts[(int)ScoreStatus.Pass];
        long judged = pass + _counts[(int)ScoreStatus.Fail];
        return new EvaluatorSummary
        {
            Name = name,
            Type = type,
            Weight = weight,
            Pass = pass,
            Fail = judged - pass,
            Error = _counts[(int)ScoreStatus.Error],
            Skipped = _counts[(int)ScoreStatus.Skipped],
            PassRate = judged == 0 ? null : (double)pass / judged,
            PassRateInterval = WilsonInterval.Of(pass, judged),
            Mean = judged == 0 ? null : _sum / judged,
            Checks = _checks.Count == 0 ? null : _checks,
            Cached = _cached == 0 ? null : _cached,
            Tokens = _tokens.IfAny,
            Cost = _cost,
        };
    }

    private void AddReason(string reason)
    {
        string counted = _reasons.ContainsKey(reason) || _reasons.Count < MostReasons ? reason : OtherReasons;
        _reasons[counted] = _reasons.GetValueOrDefault(counted) + 1;
    }

    private void AddChecks(JsonArray checks)
    {
        foreach (JsonNode? check in checks)
        {
            if (
                check?["check"]?.GetValue<string>() is not { } label
                || ScoreWords.Parse(check["status"]?.GetValue<string>()) is not { } status
            )
            {
                continue;
            }

            CheckCounts counts = _checks.TryGetValue(label, out CheckCounts? known)
                ? known
                : new CheckCounts(0, 0, 0, 0);
            _checks[label] = status switch
            {
                ScoreStatus.Pass => counts with { Pass = counts.Pass + 1 },
                ScoreStatus.Fail => counts with { Fail = counts.Fail + 1 },
                ScoreStatus.Error => counts with { Error = counts.Error + 1 },
                _ => counts with { Skipped = counts.Skipped + 1 },
            };
        }
    }
}
