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
    public static string? UrlProblem(string url)
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
        if (!IsAddress(template.Render(Nobody.Scope, _ => "a"), out Uri? one))
        {
            return "is no absolute address; write for example `http://localhost:8000/chat`";
        }

        return
            IsAddress(template.Render(Nobody.Scope, _ => "b"), out Uri? other)
            && string.Equals(one.Authority, other.Authority, StringComparison.Ordinal)
            ? null
            : "names another host in every turn; paths may stand behind the host only";
    }

    private static bool IsAddress(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.Host.Length > 0;

    /// <summary>What must hold of the <c>headers</c> of any section.</summary>
    public static void RunHeaders(IReadOnlyDictionary<string, Template> headers, SectionValidation section)
    {
        foreach ((string name, Template value) in headers)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(_tokenCharacters))
            {
                section.Error("headers", $"`{name}` is no name of a header");
            }
            else if (name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING")
            {
                section.Error("headers", $"`{name}` is set by Baton from the body; remove it");
            }
            else if (value.IsConstant && value.Render(Nobody.Scope).AsSpan().ContainsAny("\r\n\0"))
            {
                section.Error("headers", $"the value of `{name}` holds a line break");
            }
        }
    }
}
