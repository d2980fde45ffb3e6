using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Judges;
using Baton.Experiments.Evaluation.Judges.Prompts;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Models;
using Baton.Experiments.Settings;
using Baton.Experiments.Tests.Conversations.Supervisors;
using Baton.Experiments.Tests.Models;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Evaluation.Judges;

/// <summary>Makes judges that ask the model server; waits between attempts end at once.</summary>
internal sealed class JudgeLab(AimockServer server) : IDisposable
{
    private readonly List<JudgeBench> _benches = [];

    public ImpatientTimeProvider Clock { get; } = new(TimeSpan.FromSeconds(9));

    public JudgeBench Bench(EvaluationLimits? limits = null, string? cacheFile = null)
    {
        JudgeBench bench = new(
            new ModelVoicesOptions { Variables = new Dictionary<string, string>(), TimeProvider = Clock },
            limits ?? new EvaluationLimits(),
            cacheFile
        );
        _benches.Add(bench);
        return bench;
    }

    public LlmJudge Judge(LlmJudgeSettings settings, JudgeBench? bench = null)
    {
        SectionErrors errors = new(written: null, "evaluators[0]");
        LlmJudge? judge = (bench ?? Bench()).Seat(settings, errors);
        errors.ThrowIfAny();
        return judge!;
    }

    public LlmJudgeSettings BuiltIn(BuiltInJudge judge, string provider = "openai") =>
        Settings(provider) with
        {
            Judge = judge,
        };

    public LlmJudgeSettings Asking(string prompt, ScoreParser? parser = null, string provider = "openai") =>
        Settings(provider) with
        {
            Prompt = PromptTemplate.Parse(prompt),
            Parser = parser,
        };

    public ValueTask<Score> ScoreAsync(LlmJudgeSettings settings, EvaluatedTrace trace) =>
        Judge(settings).EvaluateAsync(trace, TestContext.Current.CancellationToken);

    /// <summary>Whatever is asked, the model gives this score.</summary>
    public Task AlwaysAsync(string provider, double score) =>
        server.AddAsync(
            new JsonObject
            {
                ["match"] = new JsonObject(),
                ["response"] = VoiceLab.Answer(provider, "judgement", Verdict(score)),
            }
        );

    /// <summary>The model gives these replies one after the other.</summary>
    public Task InTurnAsync(params string[] replies) =>
        server.AnswerInTurnAsync([.. replies.Select(static reply => VoiceLab.Text(reply))]);

    public static string Verdict(double score) =>
        new JsonObject
        {
            ["evidence"] = "It says `by Friday`.",
            ["reason"] = "It names the day.",
            ["score"] = score,
        }.ToJsonString();

    public static string Winner(string winner) =>
        new JsonObject
        {
            ["evidence"] = "A names the day.",
            ["reason"] = $"{winner} serves better.",
            ["winner"] = winner,
        }.ToJsonString();

    public void Dispose() => _benches.ForEach(static bench => bench.Dispose());

    private LlmJudgeSettings Settings(string provider) =>
        new()
        {
            Name = "judge",
            Model = VoiceLab.Settings(provider, server.Address).Model,
            ApiKey = ModelServerFixture.Key,
            BaseUrl = server.Address.ToString(),
        };
}
