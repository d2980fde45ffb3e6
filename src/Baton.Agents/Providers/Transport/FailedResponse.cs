using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Baton.Agents.Providers.Transport;

/// <summary>Reads what a server says when it does not answer.</summary>
internal static class FailedResponse
{
    private const int LongestBody = 16 * 1024;
    private const int LongestMessage = 500;

    public static async Task<ModelFailure> ReadAsync(
        HttpResponseMessage response,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        (string? message, string? code) = Understand(
            await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false)
        );
        int status = (int)response.StatusCode;
        return new ModelFailure(KindOf(status), Describe(status, message))
        {
            Status = status,
            ServerMessage = message,
            RetryAfter = RetryAfterOf(response, timeProvider),
            IsTransient = MayBeTriedAgain(status, code, Header(response, "x-should-retry")),
        };
    }

    /// <summary>The failure of an answer that came whole where a stream was asked for.</summary>
    /// <exception cref="JsonException">It is not even JSON.</exception>
    public static async Task<ModelFailure> ReadWholeAsync(Stream body, CancellationToken cancellationToken)
    {
        using MemoryStream whole = new();
        await body.CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
        return ServerJson.Parse(whole.GetBuffer().AsSpan(0, (int)whole.Length)).Find("error") is { } error
            ? OfErrorObject(error)
            : new ModelFailure(ErrorKind.Protocol, "the server answered in one piece where a stream was asked for");
    }

    /// <summary>The failure that an <c>error</c> object inside a successful answer or a stream tells.</summary>
    public static ModelFailure OfErrorObject(JsonElement error)
    {
        (string? message, string? code) = Message(error);
        string kind = code switch
        {
            "rate_limit_error" or "rate_limit_exceeded" or "insufficient_quota" => ErrorKind.RateLimited,
            "authentication_error" or "permission_error" or "invalid_api_key" => ErrorKind.Unauthorized,
            _ => ErrorKind.HttpStatus,
        };
        return new ModelFailure(kind, $"the server ended its answer with an error: {message ?? error.GetRawText()}")
        {
            ServerMessage = message,
            IsTransient =
                code
                    is "overloaded_error"
                        or "api_error"
                        or "server_error"
                        or "rate_limit_error"
                        or "rate_limit_exceeded",
        };
    }

    private static string KindOf(int status) =>
        status switch
        {
            401 or 403 => ErrorKind.Unauthorized,
            429 => ErrorKind.RateLimited,
            _ => ErrorKind.HttpStatus,
        };

    private static bool MayBeTriedAgain(int status, string? code, string? shouldRetry) =>
        shouldRetry switch
        {
            "true" => true,
            "false" => false,
            _ => status is 408 or 409 or 429 or >= 500 && code != "insufficient_quota",
        };

    private static string Describe(int status, string? message)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"status {status}");
        return message is null ? text : $"{text}: {message}";
    }

    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[LongestBody];
        int read = await stream
            .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, read).Trim();
    }

    private static (string? Message, string? Code) Understand(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                (string? message, string? code) = Message(root.Find("error") ?? root);
                return (Shorten(message ?? body), code);
            }
        }
        catch (JsonException)
        {
            // A proxy's page, not the server's own words: its start is the best there is.
        }

        return (body.Length == 0 ? null : Shorten(body), null);
    }

    private static (string? Message, string? Code) Message(JsonElement error) =>
        error.ValueKind == JsonValueKind.String
            ? (error.GetString(), null)
            : (error.FindText("message") ?? error.FindText("detail"), error.FindText("code") ?? error.FindText("type"));

    private static string Shorten(string text) =>
        text.Length <= LongestMessage ? text : string.Concat(text.AsSpan(0, LongestMessage), "…");

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider timeProvider)
    {
        if (
            double.TryParse(Header(response, "retry-after-ms"), CultureInfo.InvariantCulture, out double milliseconds)
            && milliseconds is >= 0 and <= int.MaxValue
        )
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (
            double.TryParse(Header(response, "retry-after"), CultureInfo.InvariantCulture, out double seconds)
            && seconds is >= 0 and <= int.MaxValue
        )
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return response.Headers.RetryAfter?.Date is { } date && date - timeProvider.GetUtcNow() is { } wait
            ? TimeSpan.FromTicks(Math.Max(0, wait.Ticks))
            : null;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
