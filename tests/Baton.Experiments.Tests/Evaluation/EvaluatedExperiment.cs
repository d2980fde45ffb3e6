using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Tests.Settings;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Evaluation;

/// <summary>A project with evaluators, and an experiment of given traces in it.</summary>
internal sealed class EvaluatedExperiment : IDisposable
{
    public const string Basics = "evaluators: [{name: basics, type: rule_based, rules: [output_not_empty, success]}]\n";

    private readonly ConfigurationProject _project = new();

    public EvaluatedExperiment(string configuration, IEnumerable<RunTrace> traces, long? planned = null)
    {
        Folder = Path.Combine(_project.Root, "experiments", "exp_1");
        Directory.CreateDirectory(Folder);
        _project.WriteConfig(ConfigurationProject.Runner + configuration);
        long count = 0;
        using (FileStream file = File.Create(Path.Combine(Folder, ExperimentFiles.Traces)))
        {
            using LineBuffer buffer = new();
            using JsonLine line = new(buffer);
            foreach (RunTrace trace in traces)
            {
                RunLines.WriteTrace(line, trace);
                file.Write(buffer.Written);
                buffer.Clear();
                count++;
            }
        }

        SummaryFile.Write(
            Folder,
            new ExperimentSummary
            {
                ExperimentName = "shop",
                ExperimentId = "exp_1",
                TotalTraces = count,
                Successful = count,
                PlannedRuns = planned ?? count,
                Interrupted = planned > count,
            }
        );
    }

    public string Folder { get; }

    public string Root => _project.Root;

    public ConfigurationProject Project => _project;

    public string EvaluationFolder => Path.Combine(Folder, EvaluationFiles.Folder);

    public string Line(int index) => File.ReadAllLines(Path.Combine(EvaluationFolder, EvaluationFiles.PerTrace))[index];

    public EvaluationRequest Request(params (string Path, string Value, string Option)[] commandLine) =>
        new() { Configuration = _project.Request(commandLine), ExperimentFolder = "experiments/exp_1" };

    public async Task<EvaluationSummary> EvaluateAsync(EvaluationRequest? request = null)
    {
        await using PreparedEvaluation evaluation = PreparedEvaluation.Create(
            request ?? Request(),
            TimeProvider.System
        );
        return (await evaluation.RunAsync(null, TestContext.Current.CancellationToken)).Summary;
    }

    public void Dispose() => _project.Dispose();
}
