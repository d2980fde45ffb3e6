namespace Baton.Experiments.Telemetry.Http;

/// <summary>The first line and the headers of a request, as far as a receiver of exports needs them.</summary>
internal sealed record RequestHead
{
    /// <summary>The most bytes of a head.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>The method, as it was written.</summary>
    public required string Method { get; init; }

    /// <summary>The path without query.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the connection stays open after the answer.</summary>
    public bool KeepsAlive { get; init; }

    /// <summary>The body's length, or <see langword="null"/> where it was not told.</summary>
    public long? Length { get; init; }

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked { get; init; }

    /// <summary>Whether the client waits to be told to send the body.</summary>
    public bool WaitsToSend { get; init; }

    /// <summary>The media type without parameters, in lower case.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>How the body is packed, in lower case; empty for not at all.</summary>
    public string ContentEncoding { get; init; } = "";

    /// <summary>Reads a head up to its empty line.</summary>
    /// <returns>The head, or <see langword="null"/> when it is not one of HTTP/1.</returns>
    public static RequestHead? Read(string text)
    {
        string[] lines = text.Split("\r\n");
        string[] first = lines[0].Split(' ');
        if (first.Length != 3 || first[0].Length == 0 || first[2] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            return null;
        }

        string path = first[1];
        if (Uri.TryCreate(path, UriKind.Absolute, out Uri? whole) && whole.Scheme == Uri.UriSchemeHttp)
        {
            path = whole.AbsolutePath;
        }

        RequestHead head = new()
        {
            Method = first[0],
            Path = path.Split('?')[0],
            KeepsAlive = first[2] == "HTTP/1.1",
        };
        foreach (string line in lines.Skip(1).TakeWhile(line => line.Length > 0))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line[colon - 1] is ' ' or '\t')
            {
                return null;
            }

            if (head.With(line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim(' ', '\t')) is not { } read)
            {
                return null;
            }

            head = read;
        }

        // Two lengths may mean two requests to two readers.
        return head is { IsChunked: true, Length: not null } ? null : head;
    }

    private RequestHead? With(string name, string value)
    {
        string word = value.ToLowerInvariant();
        return name switch
        {
            "content-length" => long.TryParse(value, System.Globalization.NumberStyles.None, null, out long length)
            && (Length ?? length) == length
                ? this with
                {
                    Length = length,
                }
                : null,
            "transfer-encoding" => word == "chunked" && !IsChunked ? this with { IsChunked = true } : null,
            "content-type" => this with { ContentType = word.Split(';')[0].Trim() },
            "content-encoding" => this with { ContentEncoding = word == "identity" ? "" : word },
            "expect" => this with { WaitsToSend = word == "100-continue" },
            "connection" when word.Contains("close", StringComparison.Ordinal) => this with { KeepsAlive = false },
            _ => this,
        };
    }
}
