using Baton.Agents.Providers.Ollama;

namespace Baton.Agents.Providers.Setup;

/// <summary>Finds what a connection from the environment lacks, before anything is asked.</summary>
internal static class ConnectionCheck
{
    public static void Demand(ModelConnection connection, ProviderRules rules)
    {
        Uri? address = Address(connection, rules);
        if (rules.NeedsServer && address is null)
        {
            throw new ModelConfigurationException(
                $"`{connection.Name}` needs a server: set {Names(rules, static names => names.BaseUrl)}, "
                    + "for example to `http://127.0.0.1:8000/v1`"
            );
        }

        if (rules.OwnHost is { } own && connection.ApiKey is null && (address is null || address.Host == own))
        {
            throw new ModelConfigurationException(
                $"`{connection.Name}` needs a key: set {Names(rules, static names => names.Key)}, "
                    + $"or {Names(rules, static names => names.BaseUrl)} for a server that needs none"
            );
        }

        if (connection.ApiKey?.Any(static character => character is <= ' ' or > '~') == true)
        {
            throw new ModelConfigurationException(
                $"The key for `{connection.Name}` has a space or another character that no key has; "
                    + $"set {Names(rules, static names => names.Key)} anew"
            );
        }
    }

    private static Uri? Address(ModelConnection connection, ProviderRules rules)
    {
        if (connection.BaseUrl is null)
        {
            return null;
        }

        return
            Uri.TryCreate(connection.BaseUrl, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new ModelConfigurationException(
                $"The server of `{connection.Name}` is no http or https address; "
                    + $"set {Names(rules, static names => names.BaseUrl)} to one like `http://127.0.0.1:8000/v1`"
            );
    }

    private static Uri OllamaAddress(string host)
    {
        try
        {
            return new Uri(OllamaHost.Read(host));
        }
        catch (ArgumentException exception)
        {
            throw new ModelConfigurationException($"`OLLAMA_HOST`: {exception.Message}", exception);
        }
    }

    private static string Names(ProviderRules rules, Func<ServerVariables, string?> name) =>
        string.Join(" or ", rules.Variables.Select(name).OfType<string>().Select(static text => $"`{text}`"));
}
