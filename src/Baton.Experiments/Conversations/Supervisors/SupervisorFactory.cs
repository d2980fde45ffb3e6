using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents.Providers;
using Baton.Agents.Providers.Limits;
using Baton.Configuration;
using Baton.Experiments.Settings;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Makes the supervisor that a configuration asks for.</summary>
public static class SupervisorFactory
{
    /// <summary>Makes the supervisor. It is <see cref="IDisposable"/> where it holds connections.</summary>
    /// <param name="settings">The experiment's settings.</param>
    /// <param name="variables">Environment variables, where keys and servers are looked for.</param>
    /// <param name="time">The clock of time-outs, waits and limits.</param>
    /// <param name="written">
    /// The configuration as written, so that errors can say where a setting stands; <see langword="null"/> when there is
    /// none.
    /// </param>
    /// <param name="handler">What sends the requests; stays the caller's. Default: pooled connections.</param>
    /// <exception cref="ConfigurationException">A script is malformed, a key is missing, an address is none.</exception>
    public static ISupervisor Create(
        ExperimentSettings settings,
        IReadOnlyDictionary<string, string> variables,
        TimeProvider time,
        ConfigurationMapping? written = null,
        HttpMessageHandler? handler = null
    )
    {
        SupervisorErrors errors = new(written ?? new(new ConfigurationPlace("configuration"), []));
        SupervisorSettings supervisor = settings.MultiTurn.Supervisor;
        if (supervisor.Provider == SupervisorProvider.Mock)
        {
            SupervisorScript script = SupervisorScript.Read(supervisor.Metadata, errors);
            errors.ThrowIfAny();
            return new ScriptedSupervisor(script);
        }

        SupervisorConnection connection = SupervisorConnection.Read(supervisor, variables, errors);
        errors.ThrowIfAny();
        ModelClientFactory clients = new(time, new Random(settings.Seed ?? 0), handler);
        List<IDisposable> owned = [clients];
        IChatClient client = clients.Create(connection.Model);
        ModelName model = connection.Model.Name;
        if (settings.Limits.Models.TryGetValue(model.ToString(), out ModelLimit? limit))
        {
            ModelRateLimiter limiter = new(new ModelRateLimit(limit.Concurrent, limit.Rpm, limit.Tpm), time);
            client = new RateLimitedChatClient(client, limiter);
            owned.Add(limiter);
        }

        return new ModelSupervisor(
            new SupervisorVoice(client, model, supervisor.Temperature, settings.Seed),
            new SupervisorPrompt(supervisor.SystemPrompt, ServiceContext(settings)),
            connection.KeyAdvice,
            owned
        );
    }

    private static string? ServiceContext(ExperimentSettings settings) =>
        settings.Metadata?["service_context"] switch
        {
            null => null,
            { } text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
            JsonNode facts => facts.ToJsonString(),
        };
}
