using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Baton.Benchmarks.SideBySide;

/// <summary>One container and one raw attachment to it: frames taken apart, answers counted, nothing else.</summary>
internal static class AttachedFloor
{
    /// <summary>
    /// The seconds that it takes to start a container and give it its requests, so many at once. Baton starts its container
    /// within the measured time, too.
    /// </summary>
    public static async Task<double> MeasureAsync(string image, int runs, int concurrency)
    {
        string address = Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock";
        UnixDomainSocketEndPoint engine = new(address["unix://".Length..]);
        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(engine, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using HttpClient client = new(handler) { BaseAddress = new Uri("http://engine/v1.41/") };
        JsonObject description = new()
        {
            ["Image"] = image,
            ["Cmd"] = new JsonArray("awk", "-f", "/echo.awk"),
            ["OpenStdin"] = true,
            ["StdinOnce"] = true,
            ["AttachStdin"] = true,
            ["AttachStdout"] = true,
            ["AttachStderr"] = true,
            ["HostConfig"] = new JsonObject
            {
                ["NetworkMode"] = "none",
                ["LogConfig"] = new JsonObject { ["Type"] = "none" },
            },
        };
        long began = Stopwatch.GetTimestamp();
        using HttpResponseMessage made = await client.PostAsJsonAsync(
            new Uri("containers/create", UriKind.Relative),
            description
        );
        string id = (await made.Content.ReadFromJsonAsync<JsonObject>())!["Id"]!.GetValue<string>();
        try
        {
            using HttpRequestMessage attach = new(
                HttpMethod.Post,
                new Uri($"containers/{id}/attach?stream=1&stdin=1&stdout=1&stderr=1", UriKind.Relative)
            );
            attach.Headers.TryAddWithoutValidation("Upgrade", "tcp");
            attach.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            using HttpResponseMessage attached = await client.SendAsync(
                attach,
                HttpCompletionOption.ResponseHeadersRead
            );
            await using Stream stream = await attached.Content.ReadAsStreamAsync();
            using HttpResponseMessage started = await client.PostAsync(
                new Uri($"containers/{id}/start", UriKind.Relative),
                content: null
            );
            await AskAsync(stream, runs, concurrency);
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            using HttpResponseMessage removed = await client.DeleteAsync(
                new Uri($"containers/{id}?force=1", UriKind.Relative)
            );
        }
    }

    private static async Task AskAsync(Stream stream, int runs, int concurrency)
    {
        using SemaphoreSlim slots = new(concurrency);
        Task reading = Task.Run(CountAsync);
        for (int run = 0; run < runs; run++)
        {
            await slots.WaitAsync();
            string id = run.ToString(CultureInfo.InvariantCulture);
            await stream.WriteAsync(
                Encoding.UTF8.GetBytes($"{{\"type\":\"input\",\"id\":\"{id}\",\"input\":\"how are you?\"}}\n")
            );
        }

        await reading;

        async Task CountAsync()
        {
            byte[] header = new byte[8];
            byte[] frame = new byte[64 * 1024];
            for (int answered = 0; answered < runs; )
            {
                await stream.ReadExactlyAsync(header);
                int length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
                await stream.ReadExactlyAsync(frame.AsMemory(0, length));
                int lines = frame.AsSpan(0, length).Count((byte)'\n');
                answered += lines;
                slots.Release(lines);
            }
        }
    }
}
