using System.Text.Json;
using Baton.Agents.Providers;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>Arguments of calls as models write them, which is not always JSON.</summary>
public sealed class ToolArgumentsTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("openai-responses")]
    [InlineData("ollama")]
    public void Any_arguments_are_read_kept_and_can_be_sent_back(string provider) =>
        Prop.ForAll(
                Gen.Elements(
                        "",
                        "  ",
                        "{",
                        "{}",
                        "[1]",
                        "7",
                        "null",
                        "\"text\"",
                        """{"a":1}""",
                        """{"a":"\ud800"}""",
                        "{\"a\":}"
                    )
                    .Or(
                        ArbMap
                            .Default.GeneratorFor<string>()
                            .Where(static text => text is not null && !text.Any(char.IsSurrogate))
                    )
                    .ToArbitrary(),
                written =>
                {
                    CannedServer server = new(CannedServer.Json(Answer(provider, written)));
                    using ModelLab lab = new(server);
                    IChatClient client = lab.Client(provider, "http://host");

                    ChatResponse response = Ask(client, new ChatMessage(ChatRole.User, "hello"));
                    Ask(client, [new(ChatRole.User, "hello"), .. response.Messages]);

                    FunctionCallContent call = response.Messages[0].Contents.OfType<FunctionCallContent>().Single();
                    call.CallId.ShouldBe("a");
                    (ToolCallArguments.RawText(call) is not null).ShouldBe(call.Exception is not null);
                    if (call.Exception is not null)
                    {
                        ToolCallArguments.RawText(call).ShouldBe(written);
                        call.Arguments.ShouldBeNull();
                    }

                    server.Requests[1].Body.GetRawText().ShouldContain("\"f\"");
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public async Task Empty_arguments_are_none_and_malformed_ones_survive_json()
    {
        using ModelLab lab = new(
            new CannedServer(CannedServer.Json(Answer("openai", "")), CannedServer.Json(Answer("openai", "{oops")))
        );
        IChatClient client = lab.Client("openai");

        FunctionCallContent empty = Call(await client.GetResponseAsync("hello"));
        FunctionCallContent broken = Call(await client.GetResponseAsync("hello"));
        FunctionCallContent saved = JsonSerializer.Deserialize<FunctionCallContent>(
            JsonSerializer.Serialize(broken, AIJsonUtilities.DefaultOptions),
            AIJsonUtilities.DefaultOptions
        )!;

        empty.Arguments.ShouldBeEmpty();
        empty.Exception.ShouldBeNull();
        broken.Exception.ShouldNotBeNull();
        ToolCallArguments.RawText(saved).ShouldBe("{oops");
    }

    [Fact]
    public async Task A_call_with_half_a_character_is_malformed_and_text_with_one_is_mended()
    {
        CannedServer server = new(CannedServer.Json(Answer("openai", """{"a":"\ud83c"}""")));
        using ModelLab lab = new(server);
        IChatClient client = lab.Client("openai");

        FunctionCallContent call = Call(await client.GetResponseAsync("hello"));
        await client.GetResponseAsync("half \ud83c");

        call.Exception.ShouldNotBeNull();
        server.Requests[1].Body.GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe("half \ufffd");
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task Pieces_of_arguments_are_never_sent(string provider)
    {
        CannedServer server = new(CannedServer.Fail(400));
        using ModelLab lab = new(server);

        await Should.ThrowAsync<ModelException>(() =>
            lab.Client(provider, "http://host")
                .GetResponseAsync([
                    new(ChatRole.User, "hello"),
                    new(
                        ChatRole.Assistant,
                        [new ToolArgumentsDelta("a", "f", "secret piece"), new FunctionCallContent("a", "f")]
                    ),
                    new(ChatRole.Tool, [new FunctionResultContent("a", "done")]),
                ])
        );

        server.Requests[0].Body.GetRawText().ShouldNotContain("secret piece");
    }

    private static ChatResponse Ask(IChatClient client, params ChatMessage[] messages) =>
        client.GetResponseAsync(messages).GetAwaiter().GetResult();

    private static FunctionCallContent Call(ChatResponse response) =>
        response.Messages[0].Contents.OfType<FunctionCallContent>().Single();

    private static string Answer(string provider, string arguments)
    {
        string text = JsonSerializer.Serialize(arguments);
        return provider switch
        {
            "openai" =>
                $$$"""{"choices":[{"finish_reason":"tool_calls","message":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{{{text}}} }}]}}]}""",
            "openai-responses" =>
                $$"""{"output":[{"type":"function_call","call_id":"a","name":"f","arguments":{{text}} }]}""",
            _ =>
                $$$"""{"done":true,"message":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{{{text}}} }}]}}""",
        };
    }
}
