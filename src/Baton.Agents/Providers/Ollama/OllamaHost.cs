namespace Baton.Agents.Providers.Ollama;

/// <summary>An Ollama server's address as its users write it: a host, a port, or a whole address.</summary>
internal static class OllamaHost
{
    private const int OwnPort = 11434;
    private const string Here = "127.0.0.1";

    /// <summary>The whole address; the machine itself when nothing is written.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static string Read(string? written)
    {
        string text = string.IsNullOrWhiteSpace(written) ? Here : written.Trim();
        bool isWhole = text.Contains("://", StringComparison.Ordinal);
        if (!isWhole && text.StartsWith(':'))
        {
            text = Here + text;
        }

        if (
            !Uri.TryCreate(isWhole ? text : "http://" + text, UriKind.Absolute, out Uri? uri)
            || uri.Scheme is not ("http" or "https")
        )
        {
            throw new ArgumentException(
                $"`{text}` is no address of an Ollama server; write it like `{Here}:{OwnPort}` or `https://host`",
                nameof(written)
            );
        }

        UriBuilder address = new(uri);
        if (!isWhole && !HasPort(text.Split('/')[0]))
        {
            address.Port = OwnPort;
        }

        // A server that listens everywhere is asked here.
        if (uri.Host is "0.0.0.0" or "[::]")
        {
            address.Host = Here;
        }

        return address.Uri.AbsoluteUri;
    }

    private static bool HasPort(string authority) => authority.LastIndexOf(':') > authority.LastIndexOf(']');
}
