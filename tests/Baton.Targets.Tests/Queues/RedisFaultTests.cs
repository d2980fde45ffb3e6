using System.Net.Sockets;
using System.Text;
using Baton.Agents;
using Baton.TestSupport;
using static Baton.Targets.Tests.Queues.QueueFixture;

namespace Baton.Targets.Tests.Queues;

/// <summary>Faults of the wire between Baton and a Redis server, in the middle of a reply.</summary>
public sealed class RedisFaultTests
{
    private const string Half = "*1\r\n$1000\r\n{\"type\":\"fi";

    [Fact]
    public async Task A_reset_in_the_middle_of_a_reply_fails_the_runs_that_wait()
    {
        await using RawServer server = Answering(
            async (socket, token) =>
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(Half), token);
                RawServer.Reset(socket);
            }
        );

        AgentError error = await AskAsync(server);

        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.ConnectionLost, true), error.Message);
    }

    [Fact]
    public async Task A_server_that_closes_its_half_fails_the_runs_that_wait_and_is_left()
    {
        TaskCompletionSource<int> end = new();
        await using RawServer server = Answering(
            async (socket, token) =>
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(Half), token);
                socket.Shutdown(SocketShutdown.Send);
                end.TrySetResult(await socket.ReceiveAsync(new byte[1], token));
            }
        );

        AgentError error = await AskAsync(server);

        (error.Kind, error.IsTransient).ShouldBe((ErrorKind.ConnectionLost, true), error.Message);
        (await end.Task.WaitAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reply_that_trickles_in_forever_meets_the_time_out_and_the_server_is_left()
    {
        TaskCompletionSource end = new();
        await using RawServer server = Answering(
            async (socket, token) =>
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(Half), token);
                try
                {
                    while (true)
                    {
                        await socket.SendAsync("x"u8.ToArray(), token);
                        await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, token);
                    }
                }
                catch (SocketException)
                {
                    end.TrySetResult();
                }
            }
        );

        AgentError error = await AskAsync(server, TimeSpan.FromMilliseconds(500));

        error.Kind.ShouldBe(ErrorKind.Timeout);
        await end.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task What_breaks_the_protocol_in_the_middle_fails_the_runs_that_wait()
    {
        await using RawServer server = Answering(
            (socket, token) => socket.SendAsync("%nonsense\r\n"u8.ToArray(), token).AsTask()
        );

        AgentError error = await AskAsync(server);

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("does not speak the Redis protocol");
    }

    /// <summary>A server that agrees to everything and, asked for replies, does what a test wants.</summary>
    private static RawServer Answering(Func<Socket, CancellationToken, Task> fault) =>
        new(
            async (socket, token) =>
            {
                byte[] buffer = new byte[64 * 1024];
                while (await socket.ReceiveAsync(buffer, token) is > 0 and int read)
                {
                    string commands = Encoding.UTF8.GetString(buffer, 0, read);
                    if (commands.Contains("BLMOVE", StringComparison.Ordinal))
                    {
                        await fault(socket, token);
                        return;
                    }

                    int count = commands.Split("\r\n").Count(line => line.StartsWith('*'));
                    await socket.SendAsync(
                        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(":1\r\n", count))),
                        token
                    );
                }
            }
        );

    private static async Task<AgentError> AskAsync(RawServer server, TimeSpan? timeout = null)
    {
        RunnerOptions options = Lists(server.Url.Replace("http", "redis", StringComparison.Ordinal), timeout: timeout);
        options = options with { Queue = options.Queue! with { ReconnectTimeout = TimeSpan.Zero } };
        await using ITarget target = Target(options);
        return (await target.AskAsync()).Error();
    }
}
