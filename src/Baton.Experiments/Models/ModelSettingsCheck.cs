using Baton.Agents.Providers;
using Baton.Agents.Providers.Setup;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Models;

/// <summary>The connection to a model, from settings and environment.</summary>
/// <param name="variables">
/// Where keys and servers are looked for, as <see cref="ModelEnvironment"/> says; a setting wins, an empty one counts as
/// absent.
/// </param>
internal sealed class ModelSettingsCheck(IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Reads the connection and says everything that is wrong with it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="errors">Where to say it, under <c>model</c>, <c>api_key</c>, <c>base_url</c> and <c>temperature</c>.</param>
    /// <returns>The connection; <see langword="null"/> when the model's name is none.</returns>
    public ModelConnection? Read(ModelVoiceSettings settings, SectionErrors errors)
    {
        ModelName name;
        try
        {
            name = ModelEnvironment.NameOf(settings.Model);
        }
        catch (ModelConfigurationException exception)
        {
            errors.Add("model", exception.Message);
            return null;
        }

        ProviderRules rules = ProviderRules.Find(name.Provider)!;
        ModelConnection connection = new ModelEnvironment(variables.GetValueOrDefault).Complete(
            new ModelConnection
            {
                Name = name,
                ApiKey = settings.ApiKey,
                BaseUrl = settings.BaseUrl,
            }
        );
        CheckServer(connection, rules, settings, errors);
        CheckKey(connection, rules, settings, errors);
        if (name.Provider == ModelName.Anthropic && settings.Temperature > 1)
        {
            errors.Add("temperature", "must be at most 1 for `anthropic`");
        }

        return connection with
        {
            Timeout = settings.Timeout ?? connection.Timeout,
            Retry = settings.Attempts is { } attempts
                ? connection.Retry with
                {
                    MaxAttempts = attempts,
                }
                : connection.Retry,
        };
    }

    /// <summary>How to give a model's key: <c>set `OPENAI_API_KEY` or write `api_key`</c>.</summary>
    public static string KeyAdvice(ModelVoiceSettings settings) =>
        ModelName.TryParse(settings.Model, out ModelName name) && ProviderRules.Find(name.Provider) is { } rules
            ? KeyAdvice(rules, settings)
            : settings.KeyOption;

    private static string KeyAdvice(ProviderRules rules, ModelVoiceSettings settings) =>
        string.Join(
            " or ",
            [.. rules.Variables.Select(static names => names.Key).OfType<string>().Select(Set), settings.KeyOption]
        );

    private static string Set(string variable, int index) => index == 0 ? $"set `{variable}`" : $"`{variable}`";

    private static void CheckServer(
        ModelConnection connection,
        ProviderRules rules,
        ModelVoiceSettings settings,
        SectionErrors errors
    )
    {
        string variable = rules.Variables.Count > 0 ? rules.Variables[0].BaseUrl : "";
        if (connection.BaseUrl is null)
        {
            if (rules.NeedsServer)
            {
                errors.Add(
                    "base_url",
                    $"{settings.Asker ?? $"`{connection.Name}`"} needs a server: write `base_url` or set `{variable}`, for example to "
                        + "`http://127.0.0.1:8000/v1`"
                );
            }
        }
        else if (rules.Provider != ModelName.Ollama && !IsAddress(connection.BaseUrl, out _))
        {
            string source = string.IsNullOrWhiteSpace(settings.BaseUrl) ? $" (from `{variable}`)" : "";
            errors.Add(
                "base_url",
                $"`{connection.BaseUrl}`{source} is no address; write for example `http://127.0.0.1:8000/v1`"
            );
        }
    }

    private static void CheckKey(
        ModelConnection connection,
        ProviderRules rules,
        ModelVoiceSettings settings,
        SectionErrors errors
    )
    {
        Uri? address = null;
        bool isOwnServer =
            connection.BaseUrl is null
            || (IsAddress(connection.BaseUrl, out address) && address!.Host == rules.OwnHost);
        if (connection.ApiKey is null && rules.OwnHost is not null && isOwnServer)
        {
            errors.Add(
                "api_key",
                $"{settings.Asker ?? $"`{connection.Name}`"} needs a key: {KeyAdvice(rules, settings)}"
            );
        }
        else if (connection.ApiKey?.Any(static character => character is <= ' ' or > '~') == true)
        {
            errors.Add(
                "api_key",
                $"the key has a space or another character that no key has; {KeyAdvice(rules, settings)}, anew"
            );
        }
    }

    private static bool IsAddress(string url, out Uri? address) =>
        Uri.TryCreate(url, UriKind.Absolute, out address) && address.Scheme is "http" or "https";
}
