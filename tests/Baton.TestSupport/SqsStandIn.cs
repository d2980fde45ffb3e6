using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Baton.TestSupport;

/// <summary>Speaks enough SQS for one experiment, with a worker that answers every request as a test wants.</summary>
/// <remarks>For wrong answers and for what <see cref="SqsServer"/> cannot do: TLS, IPv6. It checks no signature.</remarks>
public sealed class SqsStandIn : IAsyncDisposable
{
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();
    private readonly Func<string, byte[]> _answer;
    private LoopbackServer _server = null!;

    private SqsStandIn(Func<string, byte[]> answer) => _answer = answer;

    /// <summary>The service's address without a slash at the end.</summary>
    public string Url => _server.Url;

    /// <summary>Every call so far.</summary>
    public IReadOnlyList<ReceivedRequest> Calls => _server.Requests;

    /// <summary>Starts a service.</summary>
    /// <param name="answer">What <c>ReceiveMessage</c> answers once there is a request, made of the request's <c>id</c>.</param>
    /// <param name="host">The loopback address: <c>127.0.0.1</c> or <c>[::1]</c>.</param>
    /// <param name="certificate">What it shows, for TLS; or <see langword="null"/> for plain text.</param>
    public static async Task<SqsStandIn> StartAsync(
        Func<string, byte[]> answer,
        string host = "127.0.0.1",
        X509Certificate2? certificate = null
    )
    {
        SqsStandIn service = new(answer);
        service._server = await LoopbackServer.StartAsync(service.ServeAsync, host, certificate);
        return service;
    }

    /// <summary>The answer to <c>ReceiveMessage</c> whose message says that the agent is done, in UTF-8.</summary>
    public static byte[] Final(string id, string output) => Encoding.UTF8.GetBytes(FinalText(id, output));

    /// <summary>The same as text, for other encodings.</summary>
    public static string FinalText(string id, string output) =>
        $$"""{"Messages":[{"MessageId":"{{id}}","ReceiptHandle":"r","Body":"{\"type\":\"final\",\"id\":\"{{id}}\",\"output\":\"{{output}}\"}"}]}""";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        JsonNode call = (
            await JsonSerializer.DeserializeAsync<JsonNode>(
                context.Request.Body,
                cancellationToken: context.RequestAborted
            )
        )!;
        byte[] answer = """{"QueueUrl":"https://any/1/replies","MessageId":"m"}"""u8.ToArray();
        switch (context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1])
        {
            case "SendMessage":
                string body = call["MessageBody"]!.GetValue<string>();
                await _requests.Writer.WriteAsync(JsonNode.Parse(body)!["id"]!.GetValue<string>());
                break;
            case "ReceiveMessage":
                answer = _answer(await _requests.Reader.ReadAsync(context.RequestAborted));
                break;
            default:
                break;
        }

        context.Response.ContentType = "application/x-amz-json-1.0";
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
