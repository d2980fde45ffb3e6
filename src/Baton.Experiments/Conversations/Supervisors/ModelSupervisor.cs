using Baton.Agents;
using Baton.Agents.Models;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Lets a model speak for the user. Disposes what it is given to own.</summary>
internal sealed class ModelSupervisor(
    IChatClient client,
    ModelName model,
    double temperature,
    SupervisorPrompt prompt,
    IReadOnlyList<IDisposable> owned
) : ISupervisor, IDisposable
{
    private const int ShownOfReply = 300;

    /// <inheritdoc/>
    public string Model => model.ToString();

    /// <inheritdoc/>
    public string? PromptVersion => SupervisorPrompt.Version;

    /// <inheritdoc/>
    public async ValueTask<SupervisorDecision> DecideAsync(
        SupervisorRequest request,
        CancellationToken cancellationToken
    )
    {
        List<ChatMessage> messages = prompt.Messages(request);
        (string reply, Usage? usage) = await AskAsync(messages, spent: null, cancellationToken).ConfigureAwait(false);
        SupervisorDecision? decision = SupervisorReply.Read(reply, out string? problem);
        if (decision is null)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, reply));
            messages.Add(
                new ChatMessage(
                    ChatRole.User,
                    $"Your answer {problem}. Repeat it as the one JSON object asked for, and nothing else."
                )
            );
            (reply, usage) = await AskAsync(messages, usage, cancellationToken).ConfigureAwait(false);
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
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        client.GetService(typeof(IModelProbe)) is IModelProbe probe
            ? ProbeAsync(probe, cancellationToken)
            : ValueTask.FromResult<AgentError?>(null);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable one in owned)
        {
            one.Dispose();
        }
    }

    private async ValueTask<AgentError?> ProbeAsync(IModelProbe probe, CancellationToken cancellationToken)
    {
        AgentError? error = await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return error is null
            ? null
            : error with
            {
                Message = $"the supervisor `{model}` cannot be asked: {error.Message}",
            };
    }

    private async Task<(string Reply, Usage? Usage)> AskAsync(
        List<ChatMessage> messages,
        Usage? spent,
        CancellationToken cancellationToken
    )
    {
        ChatOptions options = new()
        {
            ModelId = model.Model,
            Temperature = (float)temperature,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(SupervisorPrompt.Schema, "supervisor_decision"),
        };
        try
        {
            ChatResponse response = await client
                .GetResponseAsync(messages, options, cancellationToken)
                .ConfigureAwait(false);
            Usage? used = ModelCatalog.Default.Account(model, response.Usage);
            return (
                response.Text,
                spent is null ? used
                : used is null ? spent
                : spent + used
            );
        }
        catch (ModelException exception)
        {
            throw new SupervisorException($"the supervisor `{model}` failed: {exception.Message}", exception)
            {
                Usage = spent,
            };
        }
    }

    private static string Start(string reply) => reply.Length <= ShownOfReply ? reply : reply[..ShownOfReply] + "…";
}
