using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>Makes the request of each turn; whatever is the same in every turn was made beforehand.</summary>
internal sealed class HttpRequests
{
    private const string TraceHeader = "traceparent";

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private readonly HttpMethod _method;
    private readonly Template _url;
    private readonly Uri? _address;
    private readonly string? _shown;
    private readonly IReadOnlyList<KeyValuePair<string, Template>> _query;
    private readonly List<HeaderPart> _headers = [];
    private readonly Template? _body;
    private readonly Action<Utf8JsonWriter, TemplateScope>? _writeBody;
    private readonly BodyFormat _bodyFormat;
    private readonly IReadOnlyList<KeyValuePair<string, Template>> _formFields;
    private readonly bool _detectsStreams;
    private readonly bool _namesTrace;
    private string _contentType;

    /// <summary>Prepares requests.</summary>
    /// <param name="options">The section.</param>
    /// <param name="detectsStreams">Whether a server may choose how it streams where <c>stream</c> does not say.</param>
    /// <param name="writeBody">Writes the JSON of each request, in the place of the section's template.</param>
    public HttpRequests(
        HttpOptions options,
        bool detectsStreams = false,
        Action<Utf8JsonWriter, TemplateScope>? writeBody = null
    )
    {
        _detectsStreams = detectsStreams;
        _method = HttpMethod.Parse(options.Method.ToString());
        _url = Template.Parse(options.Url.Split('#')[0]);
        _bodyFormat = options.BodyFormat;
        _body = options.BodyTemplate ?? DefaultBody(options);
        _writeBody = writeBody ?? (_body is null ? null : _body.Write);
        _formFields = _bodyFormat == BodyFormat.Form ? _body?.Members ?? [] : [];
        _query = [.. options.Query ?? DefaultQuery(options, _url, _body)];
        _address =
            _url.IsConstant && _query.All(field => field.Value.IsConstant) ? new Uri(Address(Nobody.Scope)) : null;
        _shown = _address is null ? null : Show(_address);
        _contentType = _bodyFormat switch
        {
            BodyFormat.Json => "application/json",
            BodyFormat.Form => "application/x-www-form-urlencoded",
            _ => "text/plain; charset=utf-8",
        };
        AddHeaders(options);
        _namesTrace = Has(TraceHeader);
    }

    /// <summary>The request of a turn, or <see langword="null"/> when the values of the turn make no address.</summary>
    /// <param name="scope">The values of the turn.</param>
    /// <param name="traceParent">The trace it belongs to, or <see langword="null"/>; a header of the user's own wins.</param>
    public HttpRequestMessage? Create(TemplateScope scope, string? traceParent = null)
    {
        Uri? address = _address;
        if (address is null && !Uri.TryCreate(Address(scope), UriKind.Absolute, out address))
        {
            return null;
        }

        HttpRequestMessage request = new(_method, address);
        foreach (HeaderPart header in _headers)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Constant ?? header.Render(scope));
        }

        if (traceParent is not null && !_namesTrace)
        {
            request.Headers.TryAddWithoutValidation(TraceHeader, traceParent);
        }

        if (_writeBody is not null)
        {
            ByteArrayContent content = new(Body(scope));
            content.Headers.TryAddWithoutValidation("Content-Type", _contentType);
            request.Content = content;
        }

        return request;
    }

    /// <summary>A request as it is shown to people: the method and the address without what may be secret.</summary>
    public string Show(HttpRequestMessage request) => _shown ?? Show(request.RequestUri);

    private string Show(Uri? address) => $"{_method} {HttpAddress.Show(address)}";

    private static Template? DefaultBody(HttpOptions options) =>
        options.Method == HttpVerb.Get
            ? null
            : options.BodyFormat switch
            {
                BodyFormat.Json => Template.ParseJson("""{"input": "$.input", "messages": "$.messages"}"""),
                BodyFormat.Form => Template.ParseJson("""{"input": "$.input"}"""),
                _ => Template.Parse("$.input"),
            };

    private static Dictionary<string, Template> DefaultQuery(HttpOptions options, Template url, Template? body) =>
        options.Method == HttpVerb.Get && url.IsConstant && body is null
            ? new Dictionary<string, Template> { ["input"] = Template.Parse("$.input") }
            : [];

    private void AddHeaders(HttpOptions options)
    {
        foreach ((string name, Template value) in options.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                _contentType = value.Render(Nobody.Scope);
            }
            else
            {
                _headers.Add(HeaderPart.Of(name, value));
            }
        }

        if (!Has("Accept"))
        {
            string accept = options.Stream switch
            {
                StreamFormat.Sse => "text/event-stream",
                StreamFormat.Ndjson => "application/x-ndjson, application/json;q=0.9",
                _ when _detectsStreams => "text/event-stream, application/x-ndjson;q=0.9, application/json;q=0.8",
                _ => "application/json, text/*;q=0.9, */*;q=0.8",
            };
            _headers.Add(new HeaderPart("Accept", accept, null));
        }

        string user = new Uri(_url.Render(Nobody.Scope, _ => "x")).UserInfo;
        if (user.Length > 0 && !Has("Authorization"))
        {
            string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user)));
            _headers.Add(new HeaderPart("Authorization", $"Basic {credentials}", null));
        }
    }

    private bool Has(string name) =>
        _headers.Exists(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private string Address(TemplateScope scope)
    {
        string url = _url.Render(scope, Uri.EscapeDataString);
        if (_query.Count == 0)
        {
            return url;
        }

        StringBuilder address = new(url);
        char separator = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach ((string name, Template value) in _query)
        {
            address.Append(separator).Append(Uri.EscapeDataString(name)).Append('=');
            address.Append(Uri.EscapeDataString(value.Render(scope)));
            separator = '&';
        }

        return address.ToString();
    }

    private byte[] Body(TemplateScope scope) =>
        _bodyFormat switch
        {
            BodyFormat.Json => JsonBody(_writeBody!, scope),
            BodyFormat.Form => Encoding.UTF8.GetBytes(
                string.Join(
                    '&',
                    _formFields.Select(field =>
                        $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value.Render(scope))}"
                    )
                )
            ),
            _ => Encoding.UTF8.GetBytes(_body!.Render(scope)),
        };

    // The bytes are the request's own: sending may go on in the background after an early answer.
    private static byte[] JsonBody(Action<Utf8JsonWriter, TemplateScope> writeBody, TemplateScope scope)
    {
        const int largestKept = 1024 * 1024;
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(buffer, TemplateScope.Writing);
        try
        {
            writeBody(writer, scope);
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            if (buffer.Capacity > largestKept)
            {
                (_buffer, _writer) = (null, null);
            }
            else
            {
                buffer.ResetWrittenCount();
                writer.Reset();
            }
        }
    }
}
