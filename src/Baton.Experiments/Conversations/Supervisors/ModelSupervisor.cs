using Baton.Agents;
using Baton.Experiments.Models;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Lets a model speak for the user. Disposes what it is given to own.</summary>
/// <param name="voice">Asks the model.</param>
/// <param name="prompt">What the model is told.</param>
/// <param name="keyAdvice">What to do when the server does not take the key.</param>
/// <param name="owned">Disposed with the supervisor.</param>
internal sealed class ModelSupervisor(ModelVoice voice, SupervisorPrompt prompt, string keyAdvice, IDisposable owned)
    : ISupervisor,
        IDisposable
{
    /// <inheritdoc/>
    public string Model => voice.Model.ToString();

    /// <inheritdoc/>
    public string? PromptVersion => SupervisorPrompt.Version;

    /// <inheritdoc/>
    public async ValueTask<SupervisorDecision> DecideAsync(
        SupervisorRequest request,
        CancellationToken cancellationToken
    )
    {
        ModelAnswer<SupervisorDecision> answer;
        try
        {
            answer = await voice
                .AskAsync(new ModelQuestion(prompt.Messages(request)), SupervisorReply.Form, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ModelVoiceException exception)
        {
            throw new SupervisorException($"the supervisor failed: {exception.Message}", exception)
            {
                Usage = exception.Spent.Usage,
            };
        }

        return SimulatorFaults.Find(answer.Value, request) is { } fault
            ? throw new SupervisorException(fault) { Usage = answer.Spent.Usage }
            : answer.Value with
            {
                Usage = answer.Spent.Usage,
            };
    }

    /// <inheritdoc/>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        AgentError? error = await voice.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return error is null
            ? null
            : error with
            {
                Message =
                    error.Kind == ErrorKind.Unauthorized
                        ? $"the supervisor's key is not accepted; {keyAdvice} ({error.Message})"
                        : $"the supervisor cannot be asked: {error.Message}",
            };
    }

    /// <inheritdoc/>
    public void Dispose() => owned.Dispose();
}
