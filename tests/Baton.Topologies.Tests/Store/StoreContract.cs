using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Store;

/// <summary>What tests of every store begin with.</summary>
public abstract class StoreContract<TBackend> : IAsyncLifetime
    where TBackend : StoreBackend, new()
{
    private protected static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly TBackend _backend = new();

    protected ITopologyStore Store { get; private set; } = null!;

    protected StoreBackend Backend => _backend;

    public async ValueTask InitializeAsync()
    {
        await _backend.InitializeAsync();
        Store = _backend.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static ExecutionRecord Execution(string id) =>
        new()
        {
            Id = id,
            Topology = Scenarios.All["compound of three"].Topology,
            Agents = Scenarios.All["delegation"].Agents,
            Input = Scenario.Input,
            Config = new TopologyRunConfig { CorrelationId = "c-1" },
            RunnerType = "local",
            StartedAt = Noon,
            Status = ExecutionStatus.Running,
        };

    private protected static StepRecord Step(string path) =>
        new()
        {
            Path = path,
            Slot = "a",
            Agent = "b",
            Input = "Go",
            Output = "ok",
            StartedAt = Noon,
        };

    private protected static Lease LeaseOf(string owner, int minutes = 1) => new(owner, Noon.AddMinutes(minutes));

    private protected static AgentType Agent(string name, AgentRole role) =>
        Actors.Type(name, "sums", "prose") with
        {
            Role = role,
        };

    private protected static string Json<T>(T value) => TopologyJson.Write(value);
}
