using Baton.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Sessions;

public sealed class InMemorySessionTests
{
    [Fact]
    public async Task Messages_come_back_in_the_order_they_were_appended()
    {
        InMemorySession session = new("s1", [new(ChatRole.User, "Hi")]);

        await session.AppendAsync([new(ChatRole.Assistant, "Hello"), new(ChatRole.User, "Bye")]);

        session.Id.ShouldBe("s1");
        (await session.ReadAsync()).Select(message => message.Text).ShouldBe(["Hi", "Hello", "Bye"]);
    }

    [Fact]
    public async Task What_was_read_stays_as_it_was()
    {
        InMemorySession session = new(messages: [new(ChatRole.User, "Hi")]);
        IReadOnlyList<ChatMessage> before = await session.ReadAsync();

        await session.AppendAsync([new(ChatRole.Assistant, "Hello")]);
        await session.ClearAsync();

        before.Count.ShouldBe(1);
        (await session.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Appends_at_once_all_arrive_and_do_not_interleave()
    {
        InMemorySession session = new();

        await Parallel.ForAsync(
            0,
            200,
            async (number, cancel) =>
                await session.AppendAsync(
                    [new(ChatRole.User, $"{number}"), new(ChatRole.Assistant, $"{number}")],
                    cancel
                )
        );

        IReadOnlyList<ChatMessage> messages = await session.ReadAsync();
        messages.Count.ShouldBe(400);
        messages.Chunk(2).ShouldAllBe(pair => pair[0].Text == pair[1].Text);
    }

    [Fact]
    public void Sessions_without_an_id_get_different_ones()
    {
        new InMemorySession().Id.ShouldNotBe(new InMemorySession().Id);
        Should.Throw<ArgumentException>(() => new InMemorySession(" "));
    }
}
