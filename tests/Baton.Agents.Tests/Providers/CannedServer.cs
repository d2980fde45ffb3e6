using System.Net;
using System.Text;
using System.Text.Json;

namespace Baton.Agents.Tests.Providers;

/// <summary>Stands in for a server: plays answers in order, repeats the last, and keeps what was asked.</summary>
internal sealed class CannedServer(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<(Uri Address, string Headers, JsonElement Body)> Requests { get; } = [];

    public static Func<HttpResponseMessage> Json(string body) => () => Response(HttpStatusCode.OK, body);

    public static Func<HttpResponseMessage> Fail(
        int status,
        string body = "",
        params (string Name, string Value)[] headers
    ) =>
        () =>
        {
            HttpResponseMessage response = Response((HttpStatusCode)status, body);
            foreach ((string name, string value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        };

    public static Func<HttpResponseMessage> Events(params string[] data) =>
        () =>
            Response(
                HttpStatusCode.OK,
                string.Concat(data.Select(static item => $"data: {item}\n\n")),
                "text/event-stream"
            );

    public static Func<HttpResponseMessage> Throw(Exception exception) => () => throw exception;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        string body = request.Content is null ? "null" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.RequestUri!, request.Headers.ToString(), JsonElement.Parse(body)));
        return answers[Math.Min(Requests.Count, answers.Length) - 1]();
    }

    private static HttpResponseMessage Response(HttpStatusCode status, string body, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };
}
