using Baton.Configuration;
using Baton.Targets.Http;
using Baton.Targets.Templates;

namespace Baton.Targets.A2A;

/// <summary>The <c>a2a:</c> section: an agent that speaks the A2A protocol, found by its card.</summary>
public sealed record A2AOptions : IValidatedSection
{
    /// <summary>
    /// The agent's address; its card is looked for below it, at <c>/.well-known/agent-card.json</c> and the older
    /// <c>/.well-known/agent.json</c>. Give this or <c>card</c>.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>The card itself: an address, or a file relative to the project folder.</summary>
    public string? Card { get; init; }

    /// <summary>Where messages are sent. Default: where the card says.</summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// Headers of every request, that for the card included: <c>Authorization: Bearer ${NAME}</c>. Values may hold
    /// paths. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, Template> Headers { get; init; } = new Dictionary<string, Template>();

    /// <summary>Whether answers are asked for in pieces. Default: as the card says.</summary>
    public bool? Stream { get; init; }

    /// <summary>The media types of answers that are welcome. Default: as the agent does.</summary>
    public IReadOnlyList<string> AcceptedOutputModes { get; init; } = [];

    /// <summary>How often a task that does not stream is asked for. Seconds or a duration. Default 1 s.</summary>
    [Range(0.001, 3600)]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest one turn may take. Seconds or a duration. Default: <c>runner.timeout_seconds</c>.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>When a turn is taken again. Default: as <c>runner.max_retries</c> and <c>runner.retry_delay</c> say.</summary>
    public HttpRetryOptions? Retry { get; init; }

    /// <summary>Whether the server's certificate must be valid. Default true.</summary>
    public bool VerifyTls { get; init; } = true;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Url is null && Card is null)
        {
            section.Error("", "names no agent: give `url`, or `card` with the address or the file of its card");
        }
        else if (Url is not null && Card is not null)
        {
            section.Error("card", "and `url` are both given; keep one");
        }

        CheckAddress("url", Url, section);
        CheckAddress("endpoint", Endpoint, section);
        if (Card?.Contains("://", StringComparison.Ordinal) == true)
        {
            CheckAddress("card", Card, section);
        }

        HttpOptionsCheck.RunHeaders(Headers, section);
    }

    private static void CheckAddress(string setting, string? address, SectionValidation section)
    {
        if (address is not null && !IsAddress(address))
        {
            section.Error(setting, $"`{address}` is no absolute address; write it like `http://localhost:9999`");
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.Host.Length > 0;
}
