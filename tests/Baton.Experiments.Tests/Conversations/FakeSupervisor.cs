using Baton.Agents;
using Baton.Experiments.Conversations;

namespace Baton.Experiments.Tests.Conversations;

/// <summary>A supervisor whose decisions are written in the test.</summary>
internal sealed class FakeSupervisor(Func<SupervisorRequest, SupervisorDecision> decide) : ISupervisor
{
    public string Model => "fake";

    public string? PromptVersion => null;

    public List<SupervisorRequest> Requests { get; } = [];

    public ValueTask<SupervisorDecision> DecideAsync(SupervisorRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request with { Transcript = [.. request.Transcript] });
        return ValueTask.FromResult(decide(request));
    }

    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<AgentError?>(null);
}
