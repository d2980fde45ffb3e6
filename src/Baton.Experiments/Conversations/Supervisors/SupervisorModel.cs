using Baton.Agents.Providers;
using Baton.Experiments.Models;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>The model a supervisor speaks with.</summary>
internal static class SupervisorModel
{
    /// <summary>The model of the <c>multi_turn.supervisor:</c> section, with its provider's default.</summary>
    public static ModelVoiceSettings Of(SupervisorSettings supervisor, int? seed)
    {
        bool anthropic = supervisor.Provider == SupervisorProvider.Anthropic;
        string model = string.IsNullOrWhiteSpace(supervisor.Model)
            ? (anthropic ? "claude-3-5-haiku-latest" : "gpt-4o-mini")
            : supervisor.Model.Trim();
        return new ModelVoiceSettings
        {
            Model = new ModelName(anthropic ? ModelName.Anthropic : ModelName.OpenAI, model).ToString(),
            ApiKey = supervisor.ApiKey,
            BaseUrl = supervisor.BaseUrl,
            Temperature = supervisor.Temperature,
            Seed = seed,
            Asker = "the supervisor",
            KeyOption = "give `--supervisor-api-key`, or rehearse without a model by `--supervisor-provider mock`",
        };
    }
}
