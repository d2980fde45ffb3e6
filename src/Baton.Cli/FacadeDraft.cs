using Baton.Agents;
using Baton.Experiments.Running;
using Baton.Experiments.Settings;
using Baton.Targets;

#pragma warning disable CS1591, CA1001, IDE0161, IDE0130, MA0048, CA1822, RCS1163, IDE0060
namespace Baton.Experiments
{
    // Stands in for the facade of Baton.Experiments until it is merged.
    internal sealed record SettingOverride(string Key, string Value, string OptionName);

    internal enum RetryKind
    {
        Simulator,
        Errors,
        Failed,
    }

    internal sealed record ExperimentRequest
    {
        public string? ConfigPath { get; init; }
        public string? Root { get; init; }
        public string? Project { get; init; }
        public IReadOnlyList<SettingOverride> Overrides { get; init; } = [];
        public string? InputsPath { get; init; }
        public IReadOnlyList<string>? Personas { get; init; }
        public int? Limit { get; init; }
        public string? ResumeDirectory { get; init; }
        public bool Force { get; init; }
        public IReadOnlyList<RetryKind> Retry { get; init; } = [];
        public required string WorkingDirectory { get; init; }
        public required IReadOnlyDictionary<string, string> Environment { get; init; }
    }

    internal sealed record ExperimentPlanSummary(
        long InputCount,
        int PersonaCount,
        int Iterations,
        long TotalRuns,
        long AlreadyFinished,
        string Target,
        long? EstimatedModelCalls
    );

    internal sealed record ExperimentResult(string Directory, bool Interrupted, string? StopReason);

    internal sealed class ExperimentStop
    {
        private readonly CancellationTokenSource _source = new();

        public CancellationToken Token => _source.Token;

        public void Request() => _source.Cancel();
    }

    internal sealed class PreparedExperiment : IAsyncDisposable
    {
        private readonly TimeProvider _clock;

        private PreparedExperiment(TimeProvider clock) => _clock = clock;

        public ExperimentSettings Settings { get; } = new() { Runner = new RunnerOptions { Target = "agent:run" } };

        public ExperimentPlanSummary Plan { get; } = new(50, 0, 10, 500, 0, "agent:run", null);

        public IReadOnlyList<string> Warnings { get; } = [];

        public static Task<PreparedExperiment> CreateAsync(
            ExperimentRequest request,
            TimeProvider clock,
            CancellationToken cancellationToken
        ) => Task.FromResult(new PreparedExperiment(clock));

        public async Task<ExperimentResult> RunAsync(
            IExperimentObserver observer,
            ToolApprover? askByHand,
            ExperimentStop stop,
            CancellationToken cancellationToken
        )
        {
            for (int done = 0; done <= 500 && !stop.Token.IsCancellationRequested; done += 5)
            {
                observer.OnProgress(
                    new ExperimentProgress(
                        500,
                        done,
                        done - done / 50,
                        done / 50,
                        0,
                        0,
                        4,
                        done * 3,
                        TimeSpan.FromSeconds(done / 20.0),
                        20,
                        TimeSpan.FromSeconds((500 - done) / 20.0),
                        done > 100 ? "timeout: no answer of agent:run within 5 s" : null
                    )
                );
                if (done == 200)
                {
                    observer.OnNotice("the target asks to be called less often; waiting 2 s");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), _clock, cancellationToken);
            }

            return new ExperimentResult("/tmp/none", stop.Token.IsCancellationRequested, null);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
