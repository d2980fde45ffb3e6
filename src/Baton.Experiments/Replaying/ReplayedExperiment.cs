using System.Security.Cryptography;
using System.Text;
using Baton.Configuration;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Replaying;

/// <summary>Everything a replay puts in the place of inputs and supervisor. Safe for concurrent use.</summary>
internal sealed class ReplayedExperiment
{
    private readonly ReplaySettings _settings;
    private readonly RecordedExperiment _recorded;
    private readonly RunPlan _today;

    private ReplayedExperiment(ReplaySettings settings, RecordedExperiment recorded, RunPlan today, ReplayPlan plan)
    {
        _settings = settings;
        _recorded = recorded;
        _today = today;
        Plan = plan;
        User = new ReplayedUser(recorded.Name, settings.HandsOutResults);
    }

    /// <summary>The recording's folder, absolute.</summary>
    public string Recording => _recorded.Folder;

    /// <summary>The runs.</summary>
    public ReplayPlan Plan { get; }

    /// <summary>Who speaks when the recorded turns are used up.</summary>
    public ReplayedUser User { get; }

    /// <summary>What makes the runs: today's plan, and the recording where it leaves some of them out.</summary>
    public string PlanHash =>
        Plan.TotalRuns == _today.TotalRuns
            ? _today.PlanHash
            : Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes($"{_today.PlanHash}\nreplay {_recorded.Name} {Plan.TotalRuns}"))
            );

    /// <summary>What is not replayed, one sentence each.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            NotReplayed left = Plan.LeftOut;
            if (left.New > 0)
            {
                yield return $"--replay: {Runs(left.New)} of today not recorded, and left out: {Keys(left.NewExamples, left.New)}";
            }

            if (left.Changed > 0)
            {
                yield return $"--replay: {Runs(left.Changed)} left out, since the first message changed: "
                    + Keys(left.ChangedExamples, left.Changed);
            }

            if (left.Gone > 0)
            {
                yield return $"--replay: {Runs(left.Gone)} recorded, but not among today's inputs, personas and iterations";
            }
        }
    }

    /// <summary>Opens what is asked for; <see langword="null"/> when no replay is.</summary>
    /// <exception cref="ConfigurationException">There is nothing to replay, or its report could not be made.</exception>
    public static ReplayedExperiment? Open(ExperimentRequest request, LoadedConfiguration configuration, RunPlan today)
    {
        if (request.Replay is not { } settings)
        {
            return null;
        }

        if (!configuration.Settings.SaveTraces)
        {
            throw new ConfigurationException([
                new ConfigurationError(
                    new ConfigurationPlace("--replay"),
                    "",
                    "needs `save_traces: true`: divergences are found in the traces"
                ),
            ]);
        }

        RecordedExperiment recorded = RecordedExperiment.Open(Find(settings.Directory, request, configuration));
        ReplayPlan plan = ReplayPlan.Create(today, recorded, settings);
        return new ReplayedExperiment(settings, recorded, today, plan);
    }

    // A folder; else the name of a folder among the experiments; else the name an experiment was given, of which the latest is meant.
    private static string Find(string called, ExperimentRequest request, LoadedConfiguration configuration)
    {
        string direct = Path.GetFullPath(called, request.WorkingDirectory);
        if (Directory.Exists(direct))
        {
            return direct;
        }

        string output = Path.GetFullPath(configuration.Settings.Output.Directory, configuration.ProjectDirectory);
        string named = Path.GetFullPath(called, output);
        return Directory.Exists(named) ? named : ExperimentReader.FindLatest(output, called) ?? direct;
    }

    /// <summary>Conversations as recorded: no supervisor, and no bound on the turns but their number.</summary>
    public MultiTurnSettings Conversations(MultiTurnSettings configured) =>
        configured with
        {
            Enabled = _recorded.IsConversations,
            MaxTurns = int.MaxValue,
        };

    /// <summary>Holds what was replayed so far against the recording, and writes the report.</summary>
    /// <exception cref="ResultsWriteException">It cannot be written.</exception>
    public ReplayReport Report(string folder) => ReplayReportWriter.Write(folder, _recorded, _settings, Plan.LeftOut);

    private static string Runs(long count) => count == 1 ? "1 run is" : $"{count} runs are";

    private static string Keys(IReadOnlyList<string> examples, long count)
    {
        string names = string.Join(", ", examples.Take(3).Select(key => $"`{key}`"));
        return count > 3 ? $"{names} and {count - 3} more" : names;
    }
}
