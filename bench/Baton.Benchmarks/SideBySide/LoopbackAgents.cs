using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Baton.Benchmarks.SideBySide;

/// <summary>Trivially fast agents behind HTTP, in a process of their own.</summary>
internal static class LoopbackAgents
{
    private static readonly byte[] Answer = """{"output":"fine, thank you"}"""u8.ToArray();
    private static readonly byte[] Chunk = "data: {\"delta\":\"word \"}\n\n"u8.ToArray();
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    private static readonly byte[] ChatChunk =
        "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n"u8.ToArray();

    private static readonly byte[] ChatEnd =
    [
        .. "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"u8,
        .. "data: {\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":10}}\n\n"u8,
        .. Done,
    ];

    private static readonly byte[] TaskStart =
        "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"kind\":\"task\",\"id\":\"t\",\"contextId\":\"c\",\"status\":{\"state\":\"submitted\"}}}\n\n"u8.ToArray();

    private static readonly byte[] TaskChunk =
        "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"kind\":\"artifact-update\",\"taskId\":\"t\",\"contextId\":\"c\",\"append\":true,\"artifact\":{\"artifactId\":\"a\",\"parts\":[{\"kind\":\"text\",\"text\":\"word \"}]}}}\n\n"u8.ToArray();

    private static readonly byte[] TaskEnd =
        "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"kind\":\"status-update\",\"taskId\":\"t\",\"contextId\":\"c\",\"final\":true,\"status\":{\"state\":\"completed\"}}}\n\n"u8.ToArray();

    private static readonly byte[] Card =
        "{\"name\":\"agent\",\"url\":\"/a2a/rpc\",\"capabilities\":{\"streaming\":true}}"u8.ToArray();

    /// <summary>
    /// Serves <c>/chat</c>, <c>/sse</c>, <c>/v1/chat/completions</c>, <c>/a2a</c>, <c>/slow</c> and WebSockets at <c>/ws</c> until standard input ends; prints the port.
    /// </summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        int port = args.Length == 0 ? 0 : int.Parse(args[0], CultureInfo.InvariantCulture);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(AnswerAsync);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.First());
        while (await Console.In.ReadLineAsync() is not null) { }

        await app.StopAsync();
        return 0;
    }

    private static async Task AnswerMessagesAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[4096];
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                return;
            }

            if (part.EndOfMessage)
            {
                await socket.SendAsync(Answer, WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            }
        }
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await AnswerMessagesAsync(context);
            return;
        }

        // The request is read whole, as any real agent would.
        await context.Request.Body.CopyToAsync(Stream.Null);
        switch (context.Request.Path.Value)
        {
            case "/sse":
                await StreamAsync(context, [], Chunk, Done);
                return;
            case "/v1/chat/completions":
                await StreamAsync(context, [], ChatChunk, ChatEnd);
                return;
            case "/a2a/rpc":
                await StreamAsync(context, TaskStart, TaskChunk, TaskEnd);
                return;
            case "/a2a/.well-known/agent-card.json":
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(Card);
                return;
            default:
                break;
        }

        if (context.Request.Path == "/slow")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer);
    }

    private static async Task StreamAsync(HttpContext context, byte[] start, byte[] chunk, byte[] end)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.WriteAsync(start);
        for (int number = 0; number < 10; number++)
        {
            await context.Response.Body.WriteAsync(chunk);
            await context.Response.Body.FlushAsync();
        }

        await context.Response.Body.WriteAsync(end);
    }
}
