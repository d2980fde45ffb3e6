using Baton.Agents.Models;
using Baton.Agents.Models.Limits;
using Baton.Configuration;
using Baton.Experiments.Settings;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Makes the supervisor that a configuration asks for.</summary>
public static class SupervisorFactory
{
    private const string Section = "multi_turn.supervisor";

    /// <summary>Makes the supervisor.</summary>
    /// <param name="settings">The experiment's settings.</param>
    /// <param name="variables">Environment variables, where keys are looked for.</param>
    /// <param name="time">The clock of time-outs, waits and limits.</param>
    /// <param name="handler">What sends the requests. Default: pooled connections.</param>
    /// <exception cref="ConfigurationException">A script is malformed, or a key is missing.</exception>
    public static ISupervisor Create(
        ExperimentSettings settings,
        IReadOnlyDictionary<string, string> variables,
        TimeProvider time,
        HttpMessageHandler? handler = null
    )
    {
        ConfigurationErrors errors = new();
        SupervisorSettings supervisor = settings.MultiTurn.Supervisor;
        if (supervisor.Provider == SupervisorProvider.Mock)
        {
            SupervisorScript script = SupervisorScript.Read(supervisor.Metadata, errors);
            errors.ThrowIfAny();
            return new ScriptedSupervisor(script);
        }

        ModelName model = NameOf(supervisor);
        string? key = supervisor.ApiKey ?? variables.GetValueOrDefault(KeyVariable(supervisor.Provider));
        CheckConnection(supervisor, key, errors);
        errors.ThrowIfAny();
        ModelClientFactory clients = new(time, new Random(settings.Seed ?? 0), handler);
        IChatClient client = clients.Create(
            new ModelConnection
            {
                Name = model,
                ApiKey = key,
                BaseUrl = supervisor.BaseUrl ?? variables.GetValueOrDefault(BaseUrlVariable(supervisor.Provider)),
            }
        );
        List<IDisposable> owned = [clients];
        if (settings.Limits.Models.TryGetValue(model.ToString(), out ModelLimit? limit))
        {
            ModelRateLimiter limiter = new(new ModelRateLimit(limit.Concurrent, limit.Rpm, limit.Tpm), time);
            client = new RateLimitedChatClient(client, limiter);
            owned.Add(limiter);
        }

        string? context = settings.Metadata?["service_context"]?.ToString();
        return new ModelSupervisor(
            client,
            model,
            supervisor.Temperature,
            new SupervisorPrompt(supervisor.SystemPrompt, context),
            owned
        );
    }

    private static ModelName NameOf(SupervisorSettings supervisor) =>
        supervisor.Provider == SupervisorProvider.Anthropic
            ? new ModelName(ModelName.Anthropic, supervisor.Model ?? "claude-3-5-haiku-latest")
            : new ModelName(ModelName.OpenAI, supervisor.Model ?? "gpt-4o-mini");

    private static void CheckConnection(SupervisorSettings supervisor, string? key, ConfigurationErrors errors)
    {
        if (string.IsNullOrWhiteSpace(key) && supervisor.BaseUrl is null)
        {
            errors.Add(
                new ConfigurationPlace("configuration"),
                $"{Section}.api_key",
                $"the supervisor needs a key: set `{KeyVariable(supervisor.Provider)}`, give `--supervisor-api-key`, or rehearse "
                    + "without a model by `--supervisor-provider mock`"
            );
        }

        if (
            supervisor.BaseUrl is { } url
            && (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https"))
        )
        {
            errors.Add(
                new ConfigurationPlace("configuration"),
                $"{Section}.base_url",
                $"`{url}` is no address; write for example `http://127.0.0.1:8000/v1`"
            );
        }
    }

    private static string KeyVariable(SupervisorProvider provider) =>
        provider == SupervisorProvider.Anthropic ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY";

    private static string BaseUrlVariable(SupervisorProvider provider) =>
        provider == SupervisorProvider.Anthropic ? "ANTHROPIC_BASE_URL" : "OPENAI_BASE_URL";
}
