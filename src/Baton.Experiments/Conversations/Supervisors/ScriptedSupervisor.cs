using Baton.Agents;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Speaks by a script (provider <c>mock</c>): the same conversation every time, and no model.</summary>
/// <param name="script">What it says.</param>
public sealed class ScriptedSupervisor(SupervisorScript script) : ISupervisor
{
    /// <inheritdoc/>
    public string Model => "mock";

    /// <inheritdoc/>
    public string? PromptVersion => null;

    /// <inheritdoc/>
    public ValueTask<SupervisorDecision> DecideAsync(SupervisorRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(script.Questions is { } questions ? Next(questions, request.SupervisorTurn) : Fixed());

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<AgentError?>(null);

    private SupervisorDecision Next(IReadOnlyList<string> questions, int turn) =>
        turn < questions.Count
            ? new SupervisorDecision { Continue = true, NextUserMessage = questions[turn] }
            : Stop(scriptComplete: true);

    private SupervisorDecision Fixed() =>
        script.NextUserMessage is { } message
            ? new SupervisorDecision { Continue = true, NextUserMessage = message }
            : Stop(scriptComplete: false);

    private SupervisorDecision Stop(bool scriptComplete) =>
        new()
        {
            Continue = false,
            TerminationReason = script.Reason,
            ClosingUserMessage = script.Closing,
            ScriptComplete = scriptComplete,
        };
}
