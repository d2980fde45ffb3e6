using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class ScriptedChatClientTests
{
    [Fact]
    public async Task The_script_is_played_in_order_and_remembers_what_was_asked()
    {
        ScriptedChatClient client = new([
            ScriptedReply.Say("one"),
            ScriptedReply.Call("look", new Dictionary<string, object?> { ["at"] = "it" }),
        ]);

        ChatResponse first = await client.GetResponseAsync("a");
        ChatResponse second = await client.GetResponseAsync("b", new ChatOptions { Temperature = 1 });

        first.Text.ShouldBe("one");
        second.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        second.Messages[0].Contents.ShouldHaveSingleItem().ShouldBeOfType<FunctionCallContent>().Name.ShouldBe("look");
        client.Requests.Select(static request => request.Messages[0].Text).ShouldBe(["a", "b"]);
        client.Requests[1].Options!.Temperature.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_beyond_the_script_says_so()
    {
        ScriptedChatClient client = new([]);

        InvalidOperationException failure = await Should.ThrowAsync<InvalidOperationException>(() =>
            client.GetResponseAsync("a")
        );

        failure.Message.ShouldContain("0 answers");
    }

    [Fact]
    public async Task A_stream_comes_word_by_word_and_may_break_off()
    {
        ScriptedChatClient client = new([new ScriptedReply { Text = "to be or", Failure = new IOException("cut") }]);
        List<string> words = [];

        await Should.ThrowAsync<IOException>(async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("a"))
            {
                words.Add(update.Text);
            }
        });

        words.ShouldBe(["to ", "be ", "or"]);
    }

    [Fact]
    public async Task A_delay_passes_by_the_given_clock()
    {
        ManualTimeProvider clock = new();
        ScriptedChatClient client = new([new ScriptedReply { Text = "late", Delay = TimeSpan.FromHours(1) }], clock);

        Task<ChatResponse> answer = client.GetResponseAsync("a");

        answer.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromHours(1));
        (await answer).Text.ShouldBe("late");
    }
}
