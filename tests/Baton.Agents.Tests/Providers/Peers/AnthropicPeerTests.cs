using Anthropic;
using Baton.Agents.Providers;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers.Peers;

/// <summary>Our messages beside the official client's, which is an <see cref="IChatClient"/> too.</summary>
public sealed class AnthropicPeerTests : IDisposable
{
    private const string Model = "claude-sonnet-4-5";

    private const string Answer = """
        {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5-20250929", "content": [
           {"type": "thinking", "thinking": "First the weather.", "signature": "c2lnbmF0dXJl"},
           {"type": "text", "text": "Let me look."},
           {"type": "tool_use", "id": "toolu_a", "name": "get_weather", "input": {"city": "Zürich"}}],
         "stop_reason": "tool_use", "stop_sequence": null,
         "usage": {"input_tokens": 50, "cache_creation_input_tokens": 6, "cache_read_input_tokens": 64, "output_tokens": 30}}
        """;

    private readonly ModelClientFactory _factory = new(TimeProvider.System, new Random(7));

    [Theory]
    [InlineData("auto")]
    [InlineData("any")]
    [InlineData("one")]
    public async Task The_same_conversation_is_the_same_on_the_wire(string mode)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(Answer);
        ChatOptions options = PeerConversation.Options;
        // The official client speaks the version of the protocol that has no sampling settings any more.
        options.Temperature = null;
        options.StopSequences = ["END"];
        options.ToolMode = mode switch
        {
            "any" => ChatToolMode.RequireAny,
            "one" => ChatToolMode.RequireSpecific(PeerConversation.Tool),
            _ => ChatToolMode.Auto,
        };

        foreach (IChatClient client in Both(server))
        {
            await client.GetResponseAsync(PeerConversation.Messages, options, TestContext.Current.CancellationToken);
        }

        Meaning(server.Requests[0]).ShouldBe(Meaning(server.Requests[1]));
        server.Requests[0].Target.ShouldBe(server.Requests[1].Target);
    }

    [Fact]
    public async Task The_same_answer_means_the_same_to_both_and_goes_back_the_same()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(Answer);
        List<ChatResponse> answers = [];

        foreach (IChatClient client in Both(server))
        {
            ChatResponse answer = await client.GetResponseAsync(
                "hello",
                new ChatOptions { MaxOutputTokens = 300 },
                TestContext.Current.CancellationToken
            );
            answers.Add(answer);
            await client.GetResponseAsync(
                [
                    new(ChatRole.User, "hello"),
                    .. answer.Messages,
                    new(ChatRole.Tool, [new FunctionResultContent("toolu_a", "sun")]),
                ],
                new ChatOptions { MaxOutputTokens = 300 },
                TestContext.Current.CancellationToken
            );
        }

        (ChatResponse ours, ChatResponse theirs) = (answers[0], answers[1]);
        ours.ResponseId.ShouldBe(theirs.ResponseId);
        ours.ModelId.ShouldBe(theirs.ModelId);
        ours.Text.ShouldBe(theirs.Text);
        ours.FinishReason.ShouldBe(theirs.FinishReason);
        ours.Messages.Single().Contents.Select(Described).ShouldBe(theirs.Messages.Single().Contents.Select(Described));
        ours.Usage!.InputTokenCount.ShouldBe(theirs.Usage!.InputTokenCount);
        ours.Usage.OutputTokenCount.ShouldBe(theirs.Usage.OutputTokenCount);
        ours.Usage.CachedInputTokenCount.ShouldBe(theirs.Usage.CachedInputTokenCount);
        Meaning(server.Requests[1]).ShouldBe(Meaning(server.Requests[3]));
    }

    public void Dispose() => _factory.Dispose();

    private static string Described(AIContent content) =>
        content switch
        {
            TextReasoningContent thought => $"thought {thought.Text} {thought.ProtectedData}",
            TextContent text => $"text {text.Text}",
            FunctionCallContent call => $"call {call.CallId} {call.Name} {call.Arguments!["city"]}",
            _ => content.GetType().Name,
        };

    private static string Meaning(ReceivedRequest request) => WireJson.Meaning(request, ("is_error", "false"));

    private IEnumerable<IChatClient> Both(LoopbackServer server)
    {
        yield return PeerConversation.Ours(_factory, server, $"anthropic:{Model}");
        using AnthropicClient theirs = new() { ApiKey = PeerConversation.Key, BaseUrl = server.Url };
        yield return theirs.AsIChatClient(Model);
    }
}
