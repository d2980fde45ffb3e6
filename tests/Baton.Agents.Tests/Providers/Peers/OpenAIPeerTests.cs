using System.ClientModel;
using Baton.Agents.Providers;
using Baton.TestSupport;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using PeerFormat = OpenAI.Chat.ChatResponseFormat;
using PeerMessage = OpenAI.Chat.ChatMessage;
using PeerReason = OpenAI.Chat.ChatFinishReason;

#pragma warning disable OPENAI001 // The official client calls the reasoning effort and the seed an experiment.

namespace Baton.Agents.Tests.Providers.Peers;

/// <summary>Our chat completions beside the official client's.</summary>
public sealed class OpenAIPeerTests : IDisposable
{
    private const string Model = "gpt-5-mini";

    private const string Answer = """
        {"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": "gpt-5-mini-2025-08-07",
         "choices": [{"index": 0, "finish_reason": "tool_calls", "logprobs": null, "message": {"role": "assistant",
           "content": "Let me look.", "refusal": null, "tool_calls": [
             {"id": "call_a", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\":\"Zürich\"}"}},
             {"id": "call_b", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\":\"Bern\"}"}}]}}],
         "usage": {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150,
           "prompt_tokens_details": {"cached_tokens": 64}, "completion_tokens_details": {"reasoning_tokens": 12}}}
        """;

    private readonly ModelClientFactory _factory = new(TimeProvider.System, new Random(7));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_conversation_is_the_same_on_the_wire(bool structured)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(Answer);
        ChatOptions options = PeerConversation.Options;
        options.Temperature = null;
        options.Reasoning = new() { Effort = ReasoningEffort.Low };
        options.Instructions = PeerConversation.Instructions;
        options.ToolMode = ChatToolMode.RequireSpecific(PeerConversation.Tool);
        options.AllowMultipleToolCalls = false;
        options.Seed = 42;

        await PeerConversation
            .Ours(_factory, server, $"openai:{Model}")
            .GetResponseAsync(
                PeerConversation.Messages,
                structured ? PeerConversation.WithSchema(options) : options,
                TestContext.Current.CancellationToken
            );
        await Theirs(server, Model)
            .CompleteChatAsync(
                [new SystemChatMessage(PeerConversation.Instructions), .. Messages()],
                Options(structured),
                TestContext.Current.CancellationToken
            );

        Meaning(server.Requests[0]).ShouldBe(Meaning(server.Requests[1]));
        server.Requests[0].Headers["Authorization"].ShouldBe(server.Requests[1].Headers["Authorization"]);
        server.Requests[0].Target.ShouldBe(server.Requests[1].Target);
    }

    [Fact]
    public async Task Sampling_settings_are_the_same_on_the_wire()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(Answer);

        await PeerConversation
            .Ours(_factory, server, "openai:gpt-4o")
            .GetResponseAsync(
                "hello",
                new ChatOptions
                {
                    Temperature = 0.5f,
                    TopP = 0.25f,
                    PresencePenalty = 1,
                    FrequencyPenalty = -1,
                    StopSequences = ["END", "STOP"],
                    ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.Json,
                },
                TestContext.Current.CancellationToken
            );
        await Theirs(server, "gpt-4o")
            .CompleteChatAsync(
                [new UserChatMessage("hello")],
                new ChatCompletionOptions
                {
                    Temperature = 0.5f,
                    TopP = 0.25f,
                    PresencePenalty = 1,
                    FrequencyPenalty = -1,
                    StopSequences = { "END", "STOP" },
                    ResponseFormat = PeerFormat.CreateJsonObjectFormat(),
                },
                TestContext.Current.CancellationToken
            );

        Meaning(server.Requests[0]).ShouldBe(Meaning(server.Requests[1]));
    }

    [Fact]
    public async Task The_same_answer_means_the_same_to_both()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(Answer);

        ChatResponse ours = await PeerConversation
            .Ours(_factory, server, $"openai:{Model}")
            .GetResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken);
        ChatCompletion theirs = await Theirs(server, Model)
            .CompleteChatAsync(
                [new UserChatMessage("hello")],
                cancellationToken: TestContext.Current.CancellationToken
            );

        ours.ResponseId.ShouldBe(theirs.Id);
        ours.ModelId.ShouldBe(theirs.Model);
        ours.CreatedAt.ShouldBe(theirs.CreatedAt);
        ours.Text.ShouldBe(theirs.Content.Single().Text);
        ours.FinishReason.ShouldBe(Microsoft.Extensions.AI.ChatFinishReason.ToolCalls);
        theirs.FinishReason.ShouldBe(PeerReason.ToolCalls);
        ours.Messages[0]
            .Contents.OfType<FunctionCallContent>()
            .Select(static call => (call.CallId, call.Name, call.Arguments!["city"]!.ToString()))
            .ShouldBe(
                theirs.ToolCalls.Select(static call =>
                    (
                        call.Id,
                        call.FunctionName,
                        (string?)call.FunctionArguments.ToObjectFromJson<Dictionary<string, string>>()!["city"]
                    )
                )!
            );
        ours.Usage!.InputTokenCount.ShouldBe(theirs.Usage.InputTokenCount);
        ours.Usage.OutputTokenCount.ShouldBe(theirs.Usage.OutputTokenCount);
        ours.Usage.TotalTokenCount.ShouldBe(theirs.Usage.TotalTokenCount);
        ours.Usage.CachedInputTokenCount.ShouldBe(theirs.Usage.InputTokenDetails.CachedTokenCount);
        ours.Usage.ReasoningTokenCount.ShouldBe(theirs.Usage.OutputTokenDetails.ReasoningTokenCount);
    }

    public void Dispose() => _factory.Dispose();

    private static string Meaning(ReceivedRequest request) => WireJson.Meaning(request, ("strict", "false"));

    private static ChatClient Theirs(LoopbackServer server, string model) =>
        new(
            model,
            new ApiKeyCredential(PeerConversation.Key),
            new OpenAIClientOptions { Endpoint = new Uri(server.Url + "/v1") }
        );

    private static PeerMessage[] Messages() =>
        [
            new SystemChatMessage(PeerConversation.System),
            new UserChatMessage(
                ChatMessageContentPart.CreateTextPart(PeerConversation.Question),
                ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(PeerConversation.Image), "image/png")
            ),
            new AssistantChatMessage([
                ChatToolCall.CreateFunctionToolCall(
                    PeerConversation.CallId,
                    PeerConversation.Tool,
                    BinaryData.FromString(PeerConversation.Arguments)
                ),
            ])
            {
                Content = { ChatMessageContentPart.CreateTextPart("I look.") },
            },
            new ToolChatMessage(PeerConversation.CallId, PeerConversation.Result),
            new AssistantChatMessage(PeerConversation.Said),
            new UserChatMessage(PeerConversation.Messages[^1].Text),
        ];

    private static ChatCompletionOptions Options(bool structured) =>
        new()
        {
            MaxOutputTokenCount = 300,
            ReasoningEffortLevel = ChatReasoningEffortLevel.Low,
            AllowParallelToolCalls = false,
            Seed = 42,
            Tools =
            {
                ChatTool.CreateFunctionTool(
                    PeerConversation.Tool,
                    PeerConversation.ToolDescription,
                    BinaryData.FromString(PeerConversation.ToolSchema)
                ),
            },
            ToolChoice = ChatToolChoice.CreateFunctionChoice(PeerConversation.Tool),
            ResponseFormat = structured
                ? PeerFormat.CreateJsonSchemaFormat(
                    PeerConversation.SchemaName,
                    BinaryData.FromString(PeerConversation.AnswerSchema),
                    jsonSchemaIsStrict: true
                )
                : null,
        };
}
