using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>Says what a response means whose status is no success.</summary>
/// <param name="transientStatuses">The statuses after which the call may be made again; <see langword="null"/> for 429 and 5xx.</param>
/// <param name="errorPath">Where the body says what went wrong, or <see langword="null"/>.</param>
/// <param name="time">The clock that dates in <c>Retry-After</c> are compared with.</param>
/// <param name="keys">The settings to name; default those of <c>http:</c>.</param>
internal sealed class StatusFailure(
    IReadOnlyList<int>? transientStatuses,
    DataPath? errorPath,
    TimeProvider time,
    HttpKeys? keys = null
)
{
    private readonly HttpKeys _keys = keys ?? HttpKeys.Http;

    public AgentError Of(HttpResponseMessage response, string requested, ReadOnlyMemory<byte> body)
    {
        int status = (int)response.StatusCode;
        string answered = $"{response.RequestMessage?.Method} {HttpAddress.Show(response.RequestMessage?.RequestUri)}";
        string from = answered == requested ? requested : $"{requested} was redirected to {answered}, which";
        string said = Said(body);
        return new AgentError(
            Kind(status),
            $"{from} answered {Named(status, response.ReasonPhrase)}{said}{Advice(status)}"
        )
        {
            Details = new JsonObject { ["status"] = status, ["body"] = Utf8Bytes.Start(body.Span) },
            IsTransient = transientStatuses?.Contains(status) ?? status is 429 or >= 500,
            RetryAfter = RetryAfter(response.Headers.RetryAfter),
        };
    }

    private static string Kind(int status) =>
        status switch
        {
            401 or 403 => ErrorKind.Unauthorized,
            429 => ErrorKind.RateLimited,
            _ => ErrorKind.HttpStatus,
        };

    private static string Named(int status, string? phrase) =>
        string.IsNullOrEmpty(phrase) ? $"{status}" : $"{status} {phrase}";

    private string Advice(int status) =>
        status switch
        {
            401 or 403 => $"; check the credentials in {_keys.Credentials}",
            404 => $"; check the path of `{_keys.Url}`",
            405 when _keys.Url == HttpKeys.Http.Url => "; check `http.method`",
            415 or 422 => $"; check {_keys.Body}",
            >= 300 and < 400 => $"; set `{_keys.Url}` to where it redirects",
            _ => "",
        };

    private string Said(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return "";
        }

        string? message = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(Utf8Bytes.ForJson(body), StreamInterpreter.Parsing);
            JsonElement root = document.RootElement;
            message =
                errorPath?.GetText(root) ?? (root.ValueKind == JsonValueKind.Object ? ErrorShapes.Message(root) : null);
        }
        catch (JsonException)
        {
            // A body that is no JSON is shown as it is.
        }

        string shown = Utf8Bytes.Start(message is null ? body.Span : System.Text.Encoding.UTF8.GetBytes(message));
        return shown.Length == 0 ? "" : $": {shown}";
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } given && given < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
