using System.Net.Sockets;
using System.Text;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Http;

/// <summary>Servers that go on forever, stop halfway or send too much.</summary>
public sealed class HttpFaultTests
{
    [Fact]
    public async Task A_head_that_trickles_in_forever_is_timed_out_and_disconnected()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource trickling = new();
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                foreach (byte piece in Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX-Slow: "))
                {
                    await socket.SendAsync(new[] { piece }, token);
                }

                trickling.SetResult();
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );
        Task<IReadOnlyList<AgentEvent>> turn = TurnAsync(
            new HttpOptions { Url = server.Url, Timeout = TimeSpan.FromSeconds(30) },
            environment: Here with
            {
                TimeProvider = time,
            }
        );
        await trickling.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        (await turn).Error().Kind.ShouldBe(ErrorKind.Timeout);
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_trickles_in_forever_is_timed_out_and_disconnected()
    {
        ManualTimeProvider time = new();
        TaskCompletionSource trickling = new();
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                foreach (byte piece in "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"output\": \"h"u8.ToArray())
                {
                    await socket.SendAsync(new[] { piece }, token);
                }

                trickling.SetResult();
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );
        Task<IReadOnlyList<AgentEvent>> turn = TurnAsync(
            new HttpOptions { Url = server.Url, Timeout = TimeSpan.FromSeconds(30) },
            environment: Here with
            {
                TimeProvider = time,
            }
        );
        await trickling.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        (await turn).Error().Kind.ShouldBe(ErrorKind.Timeout);
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_body_is_a_lost_connection()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray(), token);
                RawServer.Reset(socket);
            }
        );
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.ConnectionLost, true), error.Message);
    }

    [Theory]
    [InlineData("", ErrorKind.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"out", ErrorKind.ConnectionLost)]
    public async Task A_server_that_closes_its_half_is_a_lost_connection(string response, string kind)
    {
        TaskCompletionSource<int> end = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync(Encoding.ASCII.GetBytes(response), token);
                socket.Shutdown(SocketShutdown.Send);
                end.SetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(kind, error.Message);
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_head_without_end_is_a_protocol_error()
    {
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync("HTTP/1.1 200 OK\r\nX-Long: "u8.ToArray(), token);
                byte[] block = new byte[16 * 1024];
                block.AsSpan().Fill((byte)'x');
                while (true)
                {
                    await socket.SendAsync(block, token);
                }
            }
        );
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol, error.Message);
    }

    [Fact]
    public async Task A_body_of_more_than_64_MiB_is_a_protocol_error_and_its_rest_unread()
    {
        TaskCompletionSource closed = new();
        await using RawServer server = new(
            async (socket, token) =>
            {
                await RawServer.ReadRequestAsync(socket, token);
                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"u8.ToArray(), token);
                byte[] block = new byte[1024 * 1024];
                try
                {
                    while (true)
                    {
                        await socket.SendAsync(block, token);
                    }
                }
                catch (SocketException)
                {
                    closed.SetResult();
                }
            }
        );
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("more than 64 MiB");
        await closed.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task IPv6_addresses_work()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsync("six", context.RequestAborted),
            host: "[::1]"
        );
        await using ITarget target = Target(new HttpOptions { Url = server.Url });
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        (await TurnAsync(target)).Output().ShouldBe("six");
    }
}
