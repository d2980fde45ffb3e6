using Baton.Agents.Providers;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>The model a supervisor speaks with, from settings and environment.</summary>
/// <param name="Model">The connection.</param>
/// <param name="KeyAdvice">How to give a key, for errors.</param>
internal sealed record SupervisorConnection(ModelConnection Model, string KeyAdvice)
{
    /// <summary>Reads the connection and says what is wrong with it.</summary>
    /// <remarks>
    /// A setting wins over <c>OPENAI_API_KEY</c> and <c>OPENAI_BASE_URL</c> (<c>ANTHROPIC_…</c>); an empty one counts as
    /// absent. A server other than the provider's own may need no key.
    /// </remarks>
    public static SupervisorConnection Read(
        SupervisorSettings supervisor,
        IReadOnlyDictionary<string, string> variables,
        SupervisorErrors errors
    )
    {
        bool anthropic = supervisor.Provider == SupervisorProvider.Anthropic;
        string prefix = anthropic ? "ANTHROPIC" : "OPENAI";
        string advice = $"set `{prefix}_API_KEY` or give `--supervisor-api-key`";
        ModelConnection connection = new ModelEnvironment(variables.GetValueOrDefault).Complete(
            new ModelConnection
            {
                Name = new ModelName(
                    anthropic ? ModelName.Anthropic : ModelName.OpenAI,
                    Given(supervisor.Model) ?? (anthropic ? "claude-3-5-haiku-latest" : "gpt-4o-mini")
                ),
                ApiKey = supervisor.ApiKey,
                BaseUrl = supervisor.BaseUrl,
            }
        );
        (string? key, string? url) = (connection.ApiKey, connection.BaseUrl);
        string variable = Given(supervisor.BaseUrl) is null ? $" (from `{prefix}_BASE_URL`)" : "";
        Uri? address = null;
        if (url is not null && !IsAddress(url, out address))
        {
            errors.Add("base_url", $"`{url}`{variable} is no address; write for example `http://127.0.0.1:8000/v1`");
        }

        if (key is null && (url is null || address?.Host is "api.openai.com" or "api.anthropic.com"))
        {
            errors.Add(
                "api_key",
                $"the supervisor needs a key: {advice}, or rehearse without a model by `--supervisor-provider mock`"
            );
        }
        else if (key?.Any(static character => character is <= ' ' or > '~') == true)
        {
            errors.Add("api_key", $"the key has a space or another character that no key has; {advice} anew");
        }

        if (anthropic && supervisor.Temperature > 1)
        {
            errors.Add("temperature", "must be at most 1 for `anthropic`");
        }

        return new SupervisorConnection(connection, advice);
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static bool IsAddress(string url, out Uri? address) =>
        Uri.TryCreate(url, UriKind.Absolute, out address) && address.Scheme is "http" or "https";
}
