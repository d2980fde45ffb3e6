using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using Baton.Targets;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Inputs;

/// <summary>A project folder with one file of inputs, which is also the current folder.</summary>
internal sealed class InputProject : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public string Root => _workspace.Root;

    public ExperimentSettings Settings { get; init; } =
        new() { Runner = new RunnerOptions { Target = "app.agent:run" } };

    public static InputProject With(params string[] personas) =>
        new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new RunnerOptions { Target = "app.agent:run" },
                Personas = [.. personas.Select(name => new Persona { Name = name })],
            },
        };

    public string Write(string file, string content) => _workspace.Write(file, content);

    public PlanRequest Request(string? file) =>
        new()
        {
            Settings = Settings,
            ProjectDirectory = Root,
            CurrentDirectory = Root,
            InputsPath = file,
        };

    public RunPlan Plan(string file, string content)
    {
        Write(file, content);
        return RunPlan.Create(Request(file));
    }

    public IReadOnlyList<ExperimentInput> Read(string file, string content) => Inputs(Plan(file, content));

    public string Errors(string file, string content) =>
        Should.Throw<ConfigurationException>(() => Plan(file, content)).Message;

    public static IReadOnlyList<ExperimentInput> Inputs(RunPlan plan) =>
        [.. Runs(plan).Select(run => run.Input).Distinct()];

    public static IReadOnlyList<PlannedRun> Runs(RunPlan plan) =>
        [.. plan.ReadAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable()];

    public void Dispose() => _workspace.Dispose();
}
