using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Traces;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Running;

/// <summary>Inputs × personas × iterations, made up as they are read.</summary>
internal sealed class FakePlan(long inputs, int iterations = 1, params string[] personas) : IRunPlan
{
    private readonly IReadOnlyList<string?> _personas = personas.Length == 0 ? new string?[] { null } : personas;

    public long InputCount => inputs;

    public int PersonaCount => personas.Length;

    public long TotalRuns => inputs * _personas.Count * iterations;

    public int Iterations => iterations;

    public string DatasetHash { get; init; } = "data";

    /// <summary>Skips this many inputs, as a file that lost its first ones would.</summary>
    public long From { get; init; }

    public async IAsyncEnumerable<PlannedRun> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long index = 0;
        for (long input = From; input < From + inputs; input++)
        {
            ExperimentInput entry = new() { Id = $"i{input}", Text = $"question {input}" };
            foreach (string? persona in _personas)
            {
                Persona? described = persona is null ? null : new Persona { Name = persona };
                for (int iteration = 0; iteration < iterations; iteration++)
                {
                    yield return new PlannedRun(
                        index++,
                        $"i{input}/{persona ?? "-"}/{iteration}",
                        entry,
                        described,
                        iteration
                    );
                }
            }
        }

        await Task.CompletedTask;
    }
}

/// <summary>Answers as told, and remembers what it was asked.</summary>
internal sealed class FakeExecutor(Func<PlannedRun, CancellationToken, Task<RunRecord>> answer) : IRunExecutor
{
    private readonly Lock _gate = new();
    private readonly List<string> _keys = [];
    private int _inFlight;

    public FakeExecutor()
        : this((run, _) => Task.FromResult(Runs.Success(run))) { }

    public int MostInFlight { get; private set; }

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _keys];
            }
        }
    }

    public async Task<RunRecord> ExecuteAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _keys.Add(run.Key);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        }

        try
        {
            return await answer(run, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _inFlight--;
            }
        }
    }
}

/// <summary>Records of runs.</summary>
internal static class Runs
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static RunRecord Success(PlannedRun run) => Record(run, RunOutcome.Success, null);

    public static RunRecord Failure(PlannedRun run, string kind = ErrorKind.Agent) =>
        Record(run, RunOutcome.Failed, new TraceError(kind, $"no luck with {run.Key}"));

    public static RunRecord Record(PlannedRun run, RunOutcome outcome, TraceError? error)
    {
        string id = $"trace_{run.Index}";
        RunTrace trace = new()
        {
            TraceId = id,
            RunKey = run.Key,
            RunIndex = run.Index,
            InputId = run.Input.Id,
            Iteration = run.Iteration,
            Persona = run.Persona?.Name,
            Input = run.Input.Text,
            Output = outcome == RunOutcome.Success ? $"answer to {run.Key}" : null,
            DurationMs = 10 + run.Index,
            Outcome = outcome,
            Error = error,
            StartedAt = Start,
            TokenUsage = new TraceTokens(3, 4, null),
            Cost = 0.01m,
        };
        Observation[] observations = [Observe("span_start"), Observe("span_end")];
        return new RunRecord(trace, observations);

        Observation Observe(string type) =>
            new()
            {
                TraceId = id,
                Type = type,
                SpanId = "s1",
                Name = "agent_run",
                Kind = "agent",
                Timestamp = Start,
            };
    }
}

/// <summary>A workspace with what an experiment needs.</summary>
internal sealed class ExperimentRig : IDisposable
{
    public static readonly ExperimentIdentity Identity = new()
    {
        ConfigHash = "config",
        DatasetHash = "data",
        TargetConfigHash = "target",
        Seed = 7,
    };

    public TempWorkspace Workspace { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public string Output => Workspace.PathOf("experiments");

    public Func<CancellationToken, Task<ExperimentFolder>> New(IRunPlan plan, string? name = null) =>
        _ =>
            Task.FromResult(
                ExperimentFolder.Create(
                    new NewExperiment
                    {
                        OutputDirectory = Output,
                        Name = name,
                        Identity = Identity with { DatasetHash = plan.DatasetHash },
                        TotalRuns = plan.TotalRuns,
                        ConfigYaml = "iterations: 1\n",
                    },
                    Time
                )
            );

    public ExperimentDefinition Define(IRunPlan plan, IRunExecutor executor) =>
        new()
        {
            Plan = plan,
            Executor = executor,
            OpenFolder = New(plan),
            TimeProvider = Time,
            Iterations = (plan as FakePlan)?.Iterations ?? 1,
            ParallelRuns = 4,
        };

    public Task<ExperimentResult> RunAsync(IRunPlan plan, IRunExecutor? executor = null) =>
        new ExperimentDriver(Define(plan, executor ?? new FakeExecutor())).RunAsync();

    public static ResumeRequest Resume(string folder, IRunPlan plan) =>
        new()
        {
            Folder = folder,
            Identity = Identity with { DatasetHash = plan.DatasetHash },
            Plan = plan,
        };

    public Task<ExperimentResult> ResumeAsync(string folder, IRunPlan plan, IRunExecutor? executor = null) =>
        ResumeAsync(Resume(folder, plan), executor);

    public Task<ExperimentResult> ResumeAsync(ResumeRequest request, IRunExecutor? executor = null)
    {
        ExperimentDefinition definition = Define(request.Plan, executor ?? new FakeExecutor()) with
        {
            OpenFolder = cancellationToken => ExperimentFolder.OpenAsync(request, cancellationToken),
        };
        return new ExperimentDriver(definition).RunAsync();
    }

    /// <summary>Moves the clock until the task is done, but only while something waits for it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="waiting">How many timers there are when something waits.</param>
    /// <param name="goOn">Ends the moving early when it says no.</param>
    public async Task AdvanceAsync(Task task, int waiting, Func<bool>? goOn = null)
    {
        while (!task.IsCompleted && goOn?.Invoke() != false)
        {
            if (Time.Waiting >= waiting)
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
            }

            await Task.Yield();
        }
    }

    public static string[] Lines(string folder, string file) => File.ReadAllLines(Path.Combine(folder, file));

    /// <summary>The lines of the data files as sets, to compare experiments whose runs finished in different order.</summary>
    public static IReadOnlyDictionary<string, string[]> SortedLines(string folder) =>
        new[] { ExperimentFiles.TraceSummary, ExperimentFiles.Traces, ExperimentFiles.Observations }.ToDictionary(
            file => file,
            file => (string[])[.. Lines(folder, file).Order(StringComparer.Ordinal)]
        );

    public static void ShouldHaveLines(string folder, IReadOnlyDictionary<string, string[]> expected)
    {
        IReadOnlyDictionary<string, string[]> lines = SortedLines(folder);
        foreach ((string file, string[] wanted) in expected)
        {
            lines[file].ShouldBe(wanted);
        }
    }

    public void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    public void Dispose() => Workspace.Dispose();
}
