using Baton.Configuration;
using Baton.Targets.Http;
using Baton.Targets.Templates;

namespace Baton.Targets.OpenAI;

/// <summary>The <c>openai:</c> section: a model behind any server that speaks OpenAI's <c>/v1/chat/completions</c>.</summary>
public sealed record OpenAIOptions : IValidatedSection
{
    /// <summary>
    /// The server's address, absolute, <c>http</c> or <c>https</c>: <c>http://localhost:11434/v1</c>. <c>/v1</c> is
    /// added where there is no path.
    /// </summary>
    public required string BaseUrl { get; init; }

    /// <summary>The model, by the name the server knows it by.</summary>
    public required string Model { get; init; }

    /// <summary>The key, sent as <c>Authorization: Bearer</c>; write <c>${NAME}</c>. Default: none is sent.</summary>
    public string? ApiKey { get; init; }

    /// <summary>What the model is told before the conversation; may hold paths. Default: nothing.</summary>
    public Template? System { get; init; }

    /// <summary>How freely the model chooses its words, from 0. Default: as the server does.</summary>
    [Range(0)]
    public double? Temperature { get; init; }

    /// <summary>The most tokens of an answer. Default: as the server does.</summary>
    [Range(1)]
    public int? MaxTokens { get; init; }

    /// <summary>More fields of every request, for example <c>{top_p: 0.9}</c>; values may hold paths. Default: none.</summary>
    public IReadOnlyDictionary<string, Template> Body { get; init; } = new Dictionary<string, Template>();

    /// <summary>Headers of every request; values may hold paths. Default: none.</summary>
    public IReadOnlyDictionary<string, Template> Headers { get; init; } = new Dictionary<string, Template>();

    /// <summary>Whether the answer comes in pieces. Default true.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>
    /// Whether a stream is asked for token counts (<c>stream_options.include_usage</c>). A few old servers refuse that.
    /// Default true.
    /// </summary>
    public bool IncludeUsage { get; init; } = true;

    /// <summary>The longest one call may take. Seconds or a duration. Default: <c>runner.timeout_seconds</c>.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>When a call is made again. Default: as <c>runner.max_retries</c> and <c>runner.retry_delay</c> say.</summary>
    public HttpRetryOptions? Retry { get; init; }

    /// <summary>Whether the server's certificate must be valid. Default true.</summary>
    public bool VerifyTls { get; init; } = true;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (
            !Uri.TryCreate(BaseUrl, UriKind.Absolute, out Uri? address)
            || HttpOptionsCheck.UrlProblem(BaseUrl) is not null
        )
        {
            section.Error("base_url", $"`{BaseUrl}` is no absolute address; write it like `http://localhost:11434/v1`");
        }
        else if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            section.Error("base_url", "must end with its path: the rest of the address is added by Baton");
        }

        if (string.IsNullOrWhiteSpace(Model))
        {
            section.Error("model", "is empty; write the name the server knows the model by");
        }

        if (ApiKey is not null && Headers.Keys.Contains("Authorization", StringComparer.OrdinalIgnoreCase))
        {
            section.Error("api_key", "and a header `Authorization` are both given; keep one");
        }

        foreach (string field in Body.Keys.Where(ChatBody.IsOwn))
        {
            section.Error("body", $"`{field}` is written by Baton; see the settings beside `body`");
        }

        HttpOptionsCheck.RunHeaders(Headers, section);
    }
}
