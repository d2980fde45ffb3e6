using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;

namespace Baton.Topologies.Runners.Checks;

/// <summary>One check at work: a store, agents, and runners made for it.</summary>
internal sealed class CheckBench(RunnerUnderCheck runner, string name) : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly MemoryTopologyStore _store = new();
    private readonly string _folder = Path.Combine(runner.Folder, name);

    /// <summary>What all scenarios begin with.</summary>
    public static JsonObject Input => new() { ["prompt"] = "Go" };

    /// <summary>The agents of the checked runner.</summary>
    public CheckAgents Agents => new(_folder);

    /// <summary>The checked runner.</summary>
    public TopologyRunner Create(TopologyRunConfig? config = null) =>
        runner.Create(
            new CheckRoom(
                config ?? new TopologyRunConfig(),
                new RunnerPlace { Store = _store, Agents = Agents },
                _folder
            )
        );

    /// <summary>Runs on the checked runner.</summary>
    public async Task<TopologyRunResult> RunAsync(
        CheckScenario scenario,
        CancellationToken cancellationToken,
        TopologyRunConfig? config = null
    )
    {
        TopologyRunner checkedOne = Create(config);
        await using (checkedOne.ConfigureAwait(false))
        {
            return await checkedOne
                .RunAsync(scenario.Topology, scenario.Agents, Input, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Goes on with an execution on another runner of the checked kind.</summary>
    public async Task<TopologyRunResult> ResumeAsync(string executionId, CancellationToken cancellationToken)
    {
        TopologyRunner checkedOne = Create();
        await using (checkedOne.ConfigureAwait(false))
        {
            return await checkedOne.ResumeAsync(executionId, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the same comes to on <see cref="LocalRunner"/>: the measure of all runners.</summary>
    public async Task<(TopologyRunResult Result, string[] Steps)> MeasureAsync(
        CheckScenario scenario,
        CancellationToken cancellationToken
    )
    {
        MemoryTopologyStore store = new();
        LocalRunner local = new(
            place: new RunnerPlace { Store = store, Agents = new CheckAgents($"{_folder}.measure") }
        );
        await using (local.ConfigureAwait(false))
        {
            TopologyRunResult result = await local
                .RunAsync(scenario.Topology, scenario.Agents, Input, cancellationToken)
                .ConfigureAwait(false);
            return (result, await StepsAsync(store, result.ExecutionId).ConfigureAwait(false));
        }
    }

    /// <summary>The steps of an execution, one a line, in the order of their paths.</summary>
    public Task<string[]> StepsAsync(string executionId) => StepsAsync(_store, executionId);

    /// <summary>What people were asked, answered or not.</summary>
    public async Task<IEnumerable<string>> AskedPeopleAsync(string executionId) =>
        (await _store.Approvals.ReadAsync(executionId, CancellationToken.None).ConfigureAwait(false)).Select(approval =>
            approval.Request.Path
        );

    /// <summary>Answers as a person what waits.</summary>
    public Task DecideAsync(string executionId, bool isApproved) =>
        _store.Approvals.DecideAsync(
            executionId,
            path: null,
            new ApprovalDecision(isApproved, isApproved ? "" : "not so", "ann", TimeProvider.System.GetUtcNow()),
            CancellationToken.None
        );

    /// <summary>Waits until a step has begun.</summary>
    public async Task BegunAsync(string step, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(runner.Patience, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            patience.Token,
            cancellationToken
        );
        try
        {
            while (!Agents.Asked.Contains(step))
            {
                await Task.Delay(LookAgain, TimeProvider.System, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokenPromiseException($"the step `{step}` did not begin within {runner.Patience}");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    /// <summary>Collects what the checked runner tells.</summary>
    public Task<List<AgentEvent>> StreamAsync(CheckScenario scenario, CancellationToken cancellationToken) =>
        StreamAsync(Create(), scenario, cancellationToken);

    /// <summary>Collects what <see cref="LocalRunner"/> tells.</summary>
    public Task<List<AgentEvent>> MeasureEventsAsync(CheckScenario scenario, CancellationToken cancellationToken) =>
        StreamAsync(
            new LocalRunner(place: new RunnerPlace { Agents = new CheckAgents($"{_folder}.measure") }),
            scenario,
            cancellationToken
        );

    /// <summary>Says what is wrong unless two things are equal.</summary>
    public static void Same<T>(string what, T actual, T wanted)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, wanted))
        {
            throw new BrokenPromiseException($"{what} is `{actual}`, and should be `{wanted}`");
        }
    }

    /// <summary>Says what is wrong unless two lists hold the same, in any order.</summary>
    public static void SameItems(string what, IEnumerable<string> actual, IEnumerable<string> wanted) =>
        Same(
            what,
            string.Join('\n', actual.Order(StringComparer.Ordinal)),
            string.Join('\n', wanted.Order(StringComparer.Ordinal))
        );

    private static async Task<string[]> StepsAsync(MemoryTopologyStore store, string executionId) =>
        [
            .. (
                await store.Executions.ReadStepsAsync(executionId, CancellationToken.None).ConfigureAwait(false)
            ).Select(step =>
                $"{step.Path} | {step.Slot} | {step.Agent} | {step.Attempts} | {step.Usage.InputTokens} | asked {step.Input} | answered {step.Output} | failed {step.Error}"
            ),
        ];

    private static async Task<List<AgentEvent>> StreamAsync(
        TopologyRunner teller,
        CheckScenario scenario,
        CancellationToken cancellationToken
    )
    {
        List<AgentEvent> events = [];
        await using (teller.ConfigureAwait(false))
        {
            await foreach (
                AgentEvent happened in teller
                    .StreamAsync(scenario.Topology, scenario.Agents, Input, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                events.Add(happened);
            }
        }

        return events;
    }
}
