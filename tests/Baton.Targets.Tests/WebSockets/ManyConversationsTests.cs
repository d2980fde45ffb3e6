using System.Diagnostics;
using Baton.Agents;
using Baton.Targets.WebSockets;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

public sealed class ManyConversationsTests
{
    [Fact]
    public async Task A_thousand_conversations_leave_no_connection_and_no_buffer()
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync(
            """{"delta": "a"}""",
            """{"output": "a"}"""
        );
        await using WebSocketTarget target = Bare(To(server));
        List<WeakReference> conversations = [];
        for (int round = 0; round < 32; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => ConverseAsync(number))));
        }

        server.Handshakes.Count.ShouldBe(1024);
        server.MostOpen.ShouldBeLessThanOrEqualTo(64);
        await server.NobodyLeftAsync(Cancellation);
        target.OpenConnections.ShouldBe(0);
        await UntilCollectedAsync(conversations);

        async Task ConverseAsync(int number)
        {
            IConversation conversation = target.Start();
            lock (conversations)
            {
                conversations.Add(new WeakReference(conversation));
            }

            await using (conversation)
            {
                (await conversation.AskAsync("x")).Output().ShouldBe("a");
                if (number % 2 == 0)
                {
                    (await conversation.AskAsync("y", 2)).Output().ShouldBe("a");
                }
            }
        }
    }

    /// <summary>Whatever a timer or a task still holds is let go by and by; what leaks is never.</summary>
    private static async Task UntilCollectedAsync(List<WeakReference> conversations)
    {
        long start = Stopwatch.GetTimestamp();
        int alive;
        do
        {
            await Task.Yield();
            GC.Collect();
            alive = conversations.Count(conversation => conversation.IsAlive);
            // The last locals of finished methods may live as long as their threads.
        } while (alive > 32 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));

        alive.ShouldBeLessThanOrEqualTo(32);
    }
}
