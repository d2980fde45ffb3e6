using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Lets a model speak for the user. Disposes what it is given to own.</summary>
/// <param name="voice">Asks the model.</param>
/// <param name="prompt">What the model is told.</param>
/// <param name="keyAdvice">What to do when the server does not take the key.</param>
/// <param name="owned">Disposed with the supervisor.</param>
internal sealed class ModelSupervisor(
    SupervisorVoice voice,
    SupervisorPrompt prompt,
    string keyAdvice,
    IReadOnlyList<IDisposable> owned
) : ISupervisor, IDisposable
{
    private const int ShownOfReply = 300;

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
        List<ChatMessage> messages = prompt.Messages(request);
        (string reply, Usage? usage) = await voice
            .AskAsync(messages, spent: null, cancellationToken)
            .ConfigureAwait(false);
        SupervisorDecision? decision = SupervisorReply.Read(reply, out string? problem);
        if (decision is null)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, reply.Length == 0 ? "(nothing)" : reply));
            messages.Add(
                new ChatMessage(
                    ChatRole.User,
                    $"Your answer {problem}. Repeat it as the one JSON object asked for, and nothing else."
                )
            );
            (reply, usage) = await voice.AskAsync(messages, usage, cancellationToken).ConfigureAwait(false);
            decision = SupervisorReply.Read(reply, out problem);
        }

        if (decision is null)
        {
            throw new SupervisorException($"the supervisor's answer {problem}, also when asked again: `{Start(reply)}`")
            {
                Usage = usage,
            };
        }

        return SimulatorFaults.Find(decision, request) is { } fault
            ? throw new SupervisorException(fault) { Usage = usage }
            : decision with
            {
                Usage = usage,
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
    public void Dispose()
    {
        foreach (IDisposable one in owned)
        {
            one.Dispose();
        }
    }

    private static string Start(string reply) => reply.Length <= ShownOfReply ? reply : reply[..ShownOfReply] + "…";
}
