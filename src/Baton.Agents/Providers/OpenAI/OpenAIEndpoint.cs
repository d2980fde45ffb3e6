using Baton.Agents.Providers.Transport;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Where OpenAI, or a server that speaks its protocols, is to be found.</summary>
internal static class OpenAIEndpoint
{
    private const string OwnServer = "https://api.openai.com/v1";

    /// <summary>The server of a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="resource">The path that a user may have left at the end of the base URL.</param>
    /// <exception cref="ArgumentException">The base URL is not an absolute HTTP address, or is missing.</exception>
    public static ModelEndpoint Of(ModelConnection connection, string resource)
    {
        string? server = connection.BaseUrl;
        if (server is null && connection.Name.Provider == ModelName.OpenAICompatible)
        {
            throw new ArgumentException(
                $"`{connection.Name}` needs a base URL; give it one like `http://127.0.0.1:8000/v1`",
                nameof(connection)
            );
        }

        Uri root = ModelEndpoint.ReadRoot(server ?? OwnServer, resource);
        if (root.AbsolutePath.Length <= 1)
        {
            root = new UriBuilder(root) { Path = "/v1" }.Uri;
        }

        return ModelEndpoint.WithBearer(connection, root);
    }
}
