using System.Buffers;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>What must hold between the settings of the <c>http:</c> section.</summary>
internal static class HttpOptionsCheck
{
    private static readonly SearchValues<char> _tokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    public static void Run(HttpOptions options, SectionValidation section)
    {
        if (UrlProblem(options.Url) is { } problem)
        {
            section.Error("url", problem);
        }

        RunHeaders(options.Headers, section);
        if (options.BodyFormat == BodyFormat.Form && options.BodyTemplate is { Members: null })
        {
            section.Error("body_template", "a form has fields: write a mapping, or choose another `body_format`");
        }

        if (options.StreamEventFilter.Count > 0 && options.Stream != StreamFormat.Sse)
        {
            section.Error("stream_event_filter", "goes with `stream: sse`: only its events have names");
        }

        if (options.StreamOutputPath is not null && options.Stream == StreamFormat.None)
        {
            section.Error("stream_output_path", "goes with `stream: sse` or `stream: ndjson`");
        }

        foreach (int status in options.Retry?.StatusCodes ?? [])
        {
            if (status is < 300 or > 599)
            {
                section.Error("retry", $"`status_codes` holds {status}; statuses of failures are from 300 to 599");
            }
        }
    }

    /// <summary>Why no request can be sent to an address, or <see langword="null"/>.</summary>
    public static string? UrlProblem(string url) =>
        UrlProblem(url, "http://localhost:8000/chat", Uri.UriSchemeHttp, Uri.UriSchemeHttps);

    /// <summary>Why nothing can be sent to an address, or <see langword="null"/>.</summary>
    /// <param name="url">The address, a template.</param>
    /// <param name="example">A good one, for the message.</param>
    /// <param name="schemes">The schemes it may have.</param>
    public static string? UrlProblem(string url, string example, params ReadOnlySpan<string> schemes)
    {
        Template template;
        try
        {
            template = Template.Parse(url);
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }

        // Two different values show whether the host depends on them.
        if (!IsAddress(template.Render(Nobody.Scope, _ => "a"), schemes, out Uri? one))
        {
            return $"is no absolute address; write for example `{example}`";
        }

        return
            IsAddress(template.Render(Nobody.Scope, _ => "b"), schemes, out Uri? other)
            && string.Equals(one.Authority, other.Authority, StringComparison.Ordinal)
            ? null
            : "names another host in every turn; paths may stand behind the host only";
    }

    /// <summary>What is wrong with a header in any request, or <see langword="null"/>.</summary>
    public static string? HeaderProblem(string name, Template value) =>
        !IsToken(name) ? $"`{name}` is no name of a header"
        : value.IsConstant && value.Render(Nobody.Scope).AsSpan().ContainsAny("\r\n\0")
            ? $"the value of `{name}` holds a line break"
        : null;

    /// <summary>Whether a text is what HTTP calls a token.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(_tokenCharacters);

    private static bool IsAddress(
        string text,
        ReadOnlySpan<string> schemes,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? address
    ) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && schemes.Contains(address.Scheme)
        && address.Host.Length > 0;

    /// <summary>What must hold of the <c>headers</c> of any section.</summary>
    public static void RunHeaders(IReadOnlyDictionary<string, Template> headers, SectionValidation section)
    {
        foreach ((string name, Template value) in headers)
        {
            if (HeaderProblem(name, value) is { } problem)
            {
                section.Error("headers", problem);
            }
            else if (name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING")
            {
                section.Error("headers", $"`{name}` is set by Baton from the body; remove it");
            }
        }
    }
}
