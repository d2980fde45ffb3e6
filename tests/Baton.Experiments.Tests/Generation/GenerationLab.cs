using Baton.Configuration;
using Baton.Experiments.Generation;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Generation;

/// <summary>A project whose inputs are generated.</summary>
internal sealed class GenerationLab : IDisposable
{
    public const string Base = """
        base_inputs:
          - "Where is my order 1042?"
          - {id: money, input: "I want my money back for order 1043", expected: "a refund", metadata: {team: billing}}
          - "What are your opening hours?"
        personas:
          - {name: novice, expertise_level: novice}
          - {name: expert, expertise_level: expert}
        variation_strategies: [rephrase, typo, adversarial]
        variation_count: 2

        """;

    private readonly TempWorkspace _workspace = new();

    public GenerationLab(string configuration = Base, string mode = "input_generation: {mode: deterministic}") =>
        Configure($"{configuration}\n{mode}\n");

    public ImpatientTimeProvider Clock { get; } = new(TimeSpan.FromSeconds(9));

    public List<GenerationProgress> Progress { get; } = [];

    public string Root => _workspace.Root;

    public string[] Files =>
        [.. Directory.GetFiles(_workspace.PathOf("inputs")).Select(file => Path.GetFileName(file)!).Order()];

    public void Configure(string configuration) =>
        _workspace.Write("configs/simulation.yaml", "runner: {target: \"app.agent:run\"}\n" + configuration);

    public string Write(string file, string content) => _workspace.Write(file, content);

    public string Read(string file) => _workspace.Read(file);

    public GenerationRequest Request(params (string Path, string Value)[] settings) =>
        new()
        {
            Configuration = new ConfigurationRequest
            {
                CurrentDirectory = Root,
                Environment = new Dictionary<string, string>(),
                CommandLine =
                [
                    .. settings.Select(setting => new CommandLineSetting(setting.Path, setting.Value, "--option")),
                ],
            },
        };

    public PreparedGeneration Prepare(GenerationRequest request) => PreparedGeneration.Create(request, Clock);

    public async Task<GenerationResult> RunAsync(GenerationRequest request, CancellationToken? cancellationToken = null)
    {
        using PreparedGeneration generation = Prepare(request);
        return await generation.RunAsync(
            TextWriter.Null,
            asJson: false,
            new Told(Progress.Add),
            cancellationToken ?? TestContext.Current.CancellationToken
        );
    }

    /// <summary>Generates and reads back what was written.</summary>
    public async Task<IReadOnlyList<ExperimentInput>> InputsAsync(GenerationRequest request)
    {
        await RunAsync(request);
        return Inputs(request.Output ?? "inputs/generated.yaml");
    }

    /// <summary>The entries of a file, as an experiment reads them.</summary>
    public IReadOnlyList<ExperimentInput> Inputs(string file)
    {
        RunPlan plan = RunPlan.Create(
            new PlanRequest
            {
                Settings = new ExperimentSettings { Runner = new Targets.RunnerOptions { Target = "app.agent:run" } },
                ProjectDirectory = Root,
                CurrentDirectory = Root,
                InputsPath = file,
            }
        );
        return [.. plan.ReadAsync(CancellationToken.None).ToBlockingEnumerable().Select(run => run.Input)];
    }

    public string Errors(GenerationRequest request) =>
        Should.Throw<ConfigurationException>(() => Prepare(request)).Message.Replace(Root, "ROOT");

    public void Dispose() => _workspace.Dispose();

    public static string? Fact(ExperimentInput input, string name) => input.Metadata?[name]?.ToString();

    private sealed class Told(Action<GenerationProgress> tell) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => tell(value);
    }
}
