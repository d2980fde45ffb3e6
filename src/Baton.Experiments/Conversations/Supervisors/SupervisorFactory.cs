using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Models;
using Baton.Experiments.Settings;

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
        SectionErrors errors = new(written, "multi_turn.supervisor");
        SupervisorSettings supervisor = settings.MultiTurn.Supervisor;
        if (supervisor.Provider == SupervisorProvider.Mock)
        {
            SupervisorScript script = SupervisorScript.Read(supervisor.Metadata, errors);
            errors.ThrowIfAny();
            return new ScriptedSupervisor(script);
        }

        ModelVoices voices = new(
            new ModelVoicesOptions
            {
                Variables = variables,
                TimeProvider = time,
                Limits = settings.Limits.Models,
                Seed = settings.Seed ?? 0,
                Handler = handler,
            }
        );
        ModelVoiceSettings model = SupervisorModel.Of(supervisor, settings.Seed);
        ModelVoice? voice = voices.Open(model, errors);
        if (voice is null)
        {
            voices.Dispose();
            errors.ThrowIfAny();
        }

        return new ModelSupervisor(
            voice!,
            new SupervisorPrompt(supervisor.SystemPrompt, ServiceContext(settings)),
            ModelSettingsCheck.KeyAdvice(model),
            voices
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
