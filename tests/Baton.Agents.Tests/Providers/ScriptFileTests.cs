using Baton.Agents.Providers;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class ScriptFileTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    [Fact]
    public async Task A_file_is_played_reply_by_reply()
    {
        ManualTimeProvider clock = new();
        ScriptedChatClient client = Load(
            """
            {
              "version": 1,
              "replies": [
                {"reasoning": "hm, well", "text": "Let me look.", "usage": {"input": 10, "output": 5, "cached_input": 4},
                 "tool_calls": [{"name": "look", "arguments": {"at": "it"}}, {"name": "see", "id": "mine", "arguments": "{oops"}]},
                {"text": "Late.", "delay": 90},
                {"failure": {"kind": "rate_limited", "message": "slow down", "retry_after": 2}},
                {"failure": "the kitchen is closed"},
                "Bye."
              ]
            }
            """,
            clock
        );

        ChatResponse first = await client.GetResponseAsync("a");
        Task<ChatResponse> late = client.GetResponseAsync("b");
        clock.Advance(TimeSpan.FromSeconds(89));
        late.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        ModelException limited = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync("c"));
        ModelException failed = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync("d"));
        ChatResponse last = await client.GetResponseAsync("e");
        ModelException over = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync("f"));

        IList<AIContent> contents = first.Messages[0].Contents;
        contents[0].ShouldBeOfType<TextReasoningContent>().Text.ShouldBe("hm, well");
        first.Text.ShouldBe("Let me look.");
        FunctionCallContent look = contents[2].ShouldBeOfType<FunctionCallContent>();
        (look.CallId, look.Arguments!["at"]!.ToString()).ShouldBe(("call_0", "it"));
        FunctionCallContent see = contents[3].ShouldBeOfType<FunctionCallContent>();
        (see.CallId, see.Arguments).ShouldBe(("mine", null));
        see.Exception.ShouldNotBeNull();
        ToolCallArguments.RawText(see).ShouldBe("{oops");
        first.Usage!.CachedInputTokenCount.ShouldBe(4);
        (await late).Text.ShouldBe("Late.");
        (limited.Kind, limited.Status, limited.IsTransient).ShouldBe((ErrorKind.RateLimited, 429, true));
        limited.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
        (failed.Kind, failed.Status, failed.Message).ShouldBe((ErrorKind.HttpStatus, 500, "the kitchen is closed"));
        last.Text.ShouldBe("Bye.");
        over.Message.ShouldContain("has 5 replies and was asked for number 6");
    }

    [Fact]
    public async Task A_script_may_start_over()
    {
        ScriptedChatClient client = Load("""{"replies": ["one", "two"], "repeat": true}""");
        List<string> said = [];

        for (int i = 0; i < 5; i++)
        {
            said.Add((await client.GetResponseAsync("a")).Text);
        }

        said.ShouldBe(["one", "two", "one", "two", "one"]);
    }

    [Fact]
    public async Task A_streamed_reply_shows_arguments_as_they_come_and_gives_the_call_whole()
    {
        ScriptedChatClient client = Load(
            """{"replies": [{"tool_calls": [{"name": "save", "arguments": {"text": "a text longer than one piece"}}]}]}"""
        );

        List<ChatResponseUpdate> updates = await client
            .GetStreamingResponseAsync("a")
            .ToListAsync(TestContext.Current.CancellationToken);

        ToolArgumentsDelta[] pieces =
        [
            .. updates.SelectMany(static update => update.Contents).OfType<ToolArgumentsDelta>(),
        ];
        pieces.Length.ShouldBeGreaterThan(1);
        pieces.ShouldAllBe(static piece => piece.CallId == "call_0" && piece.ToolName == "save");
        string.Concat(pieces.Select(static piece => piece.Delta))
            .ShouldBe("""{"text":"a text longer than one piece"}""");
        updates[^1].Contents.ShouldHaveSingleItem().ShouldBeOfType<FunctionCallContent>().CallId.ShouldBe("call_0");
    }

    [Fact]
    public async Task Made_up_call_ids_are_new_to_the_conversation()
    {
        ScriptedChatClient client = Load("""{"replies": [{"tool_calls": [{"name": "look"}]}], "repeat": true}""");
        List<ChatMessage> messages = [new(ChatRole.User, "a")];

        messages.AddRange((await client.GetResponseAsync(messages)).Messages);
        ChatResponse second = await client.GetResponseAsync(messages);

        second.Messages[0].Contents[0].ShouldBeOfType<FunctionCallContent>().CallId.ShouldBe("call_1");
    }

    [Theory]
    [InlineData("""{"replies": []}""", "`replies`: must have a reply")]
    [InlineData("""{"version": 1}""", "`replies` is missing")]
    [InlineData("""{"replies": [{"txt": "a"}]}""", "`replies[0].txt`: unknown key; did you mean `text`?")]
    [InlineData("""{"replies": [7]}""", "`replies[0]`: must be an object, not a number")]
    [InlineData("""{"replies": [{"tool_calls": [{}]}]}""", "`replies[0].tool_calls[0]`: `name` is missing")]
    [InlineData("""{"replies": [{"tool_calls": [{"name": "a", "arguments": [1]}]}]}""", "must be an object, or a text")]
    [InlineData("""{"replies": [{"delay": -1}]}""", "`replies[0].delay`: must be zero or more")]
    [InlineData("""{"replies": [{"delay": 1e9}]}""", "must be at most 86400 seconds")]
    [InlineData("""{"replies": [{"text": "\ud800"}]}""", "must be a text of whole characters")]
    public void A_script_that_is_wrong_is_refused_with_file_place_and_key(string text, string message)
    {
        ModelConfigurationException failure = Should.Throw<ModelConfigurationException>(() => Load(text));

        failure.Message.ShouldStartWith(_workspace.PathOf("script.json") + ":1:");
        failure.Message.ShouldContain(message);
    }

    public void Dispose() => _workspace.Dispose();

    private ScriptedChatClient Load(string text, TimeProvider? clock = null) =>
        ScriptedChatClient.Load(_workspace.Write("script.json", text), clock);
}
