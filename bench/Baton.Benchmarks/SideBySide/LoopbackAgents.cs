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

    /// <summary>Serves <c>/chat</c>, <c>/sse</c>, <c>/slow</c> and WebSockets at <c>/ws</c> until standard input ends; prints the port.</summary>
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
        if (context.Request.Path == "/sse")
        {
            context.Response.ContentType = "text/event-stream";
            for (int chunk = 0; chunk < 10; chunk++)
            {
                await context.Response.Body.WriteAsync(Chunk);
                await context.Response.Body.FlushAsync();
            }

            await context.Response.Body.WriteAsync(Done);
            return;
        }

        if (context.Request.Path == "/slow")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer);
    }
}
