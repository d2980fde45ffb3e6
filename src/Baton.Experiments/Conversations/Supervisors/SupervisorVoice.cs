using Baton.Agents;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Asks the supervisor's model for a decision and keeps account of it. Safe for concurrent use.</summary>
/// <param name="client">The model.</param>
/// <param name="model">Its name, for prices and messages.</param>
/// <param name="temperature">The sampling temperature.</param>
/// <param name="seed">The seed of the model's sampling, or <see langword="null"/>; not every server heeds it.</param>
internal sealed class SupervisorVoice(IChatClient client, ModelName model, double temperature, int? seed)
{
    // Compatible servers often know less of structured output than OpenAI: once refused, it is not asked for again.
    private volatile bool _schemaRefused;

    /// <summary>The model.</summary>
    public ModelName Model => model;

    /// <summary>Asks once.</summary>
    /// <param name="messages">What is asked.</param>
    /// <param name="spent">What was spent on this decision before, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The reply, and all that was spent.</returns>
    /// <exception cref="SupervisorException">The model could not be asked.</exception>
    public async Task<(string Reply, Usage? Spent)> AskAsync(
        List<ChatMessage> messages,
        Usage? spent,
        CancellationToken cancellationToken
    )
    {
        try
        {
            ChatResponse response = await AskInFormAsync(messages, cancellationToken).ConfigureAwait(false);
            Usage? used = ModelCatalog.Default.Account(model, response.Usage);
            return (response.Text, Sum(spent, used));
        }
        catch (ModelException exception)
        {
            throw new SupervisorException($"the supervisor failed: {exception.Message}", exception) { Usage = spent };
        }
    }

    /// <summary>Finds out whether the model can be asked.</summary>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        client.GetService(typeof(IModelProbe)) is IModelProbe probe
            ? await probe.ProbeAsync(cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<ChatResponse> AskInFormAsync(List<ChatMessage> messages, CancellationToken cancellationToken)
    {
        if (!_schemaRefused)
        {
            try
            {
                return await client
                    .GetResponseAsync(messages, Options(withSchema: true), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ModelException exception) when (RefusesSchema(exception))
            {
                _schemaRefused = true;
            }
        }

        return await client
            .GetResponseAsync(messages, Options(withSchema: false), cancellationToken)
            .ConfigureAwait(false);
    }

    private ChatOptions Options(bool withSchema) =>
        new()
        {
            Temperature = (float)temperature,
            Seed = seed,
            ResponseFormat = withSchema
                ? ChatResponseFormat.ForJsonSchema(
                    SupervisorPrompt.Schema,
                    "supervisor_decision",
                    "What the user does next"
                )
                : null,
            AdditionalProperties = withSchema ? new() { ["strict"] = true } : null,
        };

    private static bool RefusesSchema(ModelException exception) =>
        exception.Status is 400 or 404 or 415 or 422 or 501
        && exception.ServerMessage is { } message
        && (
            message.Contains("response_format", StringComparison.OrdinalIgnoreCase)
            || message.Contains("json_schema", StringComparison.OrdinalIgnoreCase)
            || message.Contains("structured output", StringComparison.OrdinalIgnoreCase)
            || message.Contains("tool_choice", StringComparison.OrdinalIgnoreCase)
        );

    private static Usage? Sum(Usage? left, Usage? right) =>
        left is null ? right
        : right is null ? left
        : left + right;
}
