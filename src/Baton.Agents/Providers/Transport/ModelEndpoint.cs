namespace Baton.Agents.Providers.Transport;

/// <summary>A provider's server: where it is and how requests are signed.</summary>
/// <param name="Name">The model, for messages.</param>
/// <param name="Root">The address that paths are added to, without a slash at the end; its query is kept.</param>
/// <param name="Headers">Sent with every request.</param>
/// <param name="Secret">The key, so that it can be kept out of messages; <see langword="null"/> when there is none.</param>
internal sealed record ModelEndpoint(
    ModelName Name,
    Uri Root,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string? Secret
)
{
    /// <summary>The address of a resource of the server.</summary>
    public Uri At(string path) => new(Root.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + path + Root.Query);

    /// <summary>The address of a resource as it may be shown: without user, password and query.</summary>
    public string Shown(string path) => $"{Root.Scheme}://{Root.Authority}{Root.AbsolutePath.TrimEnd('/')}/{path}";

    /// <summary>A text with the key blotted out.</summary>
    public string Redact(string text) =>
        string.IsNullOrEmpty(Secret) ? text : text.Replace(Secret, "***", StringComparison.Ordinal);

    /// <summary>A server that takes the key as a bearer's.</summary>
    public static ModelEndpoint WithBearer(ModelConnection connection, Uri root)
    {
        string? key = string.IsNullOrWhiteSpace(connection.ApiKey) ? null : connection.ApiKey.Trim();
        return new ModelEndpoint(
            connection.Name,
            root,
            key is null ? [] : [new("Authorization", $"Bearer {key}")],
            key
        );
    }

    /// <summary>Reads a base URL.</summary>
    /// <param name="baseUrl">As the user wrote it.</param>
    /// <param name="resource">The path a user may have left at the end, for example <c>/chat/completions</c>.</param>
    /// <exception cref="ArgumentException">It is not an absolute HTTP address.</exception>
    public static Uri ReadRoot(string baseUrl, string resource)
    {
        if (
            !Uri.TryCreate(baseUrl.Trim(), UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        )
        {
            throw new ArgumentException(
                "The base URL is not an absolute http or https address; write it like `https://host/v1`",
                nameof(baseUrl)
            );
        }

        string path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(resource, StringComparison.OrdinalIgnoreCase))
        {
            path = path[..^resource.Length];
        }

        return new UriBuilder(uri) { Path = path }.Uri;
    }
}
