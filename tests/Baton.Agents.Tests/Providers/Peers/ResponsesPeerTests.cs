using System.ClientModel;
using Baton.Agents.Providers;
using Baton.TestSupport;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

#pragma warning disable OPENAI001 // The official client still calls its responses an experiment.

namespace Baton.Agents.Tests.Providers.Peers;

/// <summary>Our responses beside the official client's.</summary>
public sealed class ResponsesPeerTests : IDisposable
{
    private const string Model = "gpt-5-mini";

    private const string Answer = """
        {"id": "resp_1", "object": "response", "created_at": 1700000000, "status": "completed", "model": "gpt-5-mini-2025-08-07",
         "error": null, "incomplete_details": null, "parallel_tool_calls": true, "tools": [], "output": [
           {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "First the weather."}],
            "encrypted_content": "gAAAA=="},
           {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [
             {"type": "output_text", "text": "Let me look.", "annotations": []}]},
           {"type": "function_call", "id": "fc_1", "call_id": "call_a", "name": "get_weather", "status": "completed",
            "arguments": "{\"city\":\"Zürich\"}"}],
         "usage": {"input_tokens": 120, "input_tokens_details": {"cached_tokens": 64}, "output_tokens": 30,
           "output_tokens_details": {"reasoning_tokens": 12}, "total_tokens": 150}}
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
        options.Reasoning = new() { Effort = ReasoningEffort.Low, Output = ReasoningOutput.Full };
        options.Instructions = PeerConversation.Instructions;
        options.ToolMode = ChatToolMode.RequireAny;

        await PeerConversation
            .Ours(_factory, server, $"openai-responses:{Model}")
            .GetResponseAsync(
                PeerConversation.Messages,
                structured ? PeerConversation.WithSchema(options) : options,
                TestContext.Current.CancellationToken
            );
        await Theirs(server).CreateResponseAsync(Request(structured), TestContext.Current.CancellationToken);

        Meaning(server.Requests[0]).ShouldBe(Meaning(server.Requests[1]));
        server.Requests[0].Headers["Authorization"].ShouldBe(server.Requests[1].Headers["Authorization"]);
        server.Requests[0].Target.ShouldBe(server.Requests[1].Target);
    }

    [Fact]
    public async Task The_same_answer_means_the_same_to_both_and_goes_back_the_same()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(Answer);
        IChatClient client = PeerConversation.Ours(_factory, server, $"openai-responses:{Model}");
        ResponsesClient peer = Theirs(server);
        CreateResponseOptions asked = new(Model, [ResponseItem.CreateUserMessageItem("hello")])
        {
            StoredOutputEnabled = false,
            IncludedProperties = { IncludedResponseProperty.ReasoningEncryptedContent },
        };

        ChatResponse ours = await client.GetResponseAsync(
            "hello",
            cancellationToken: TestContext.Current.CancellationToken
        );
        ResponseResult theirs = await peer.CreateResponseAsync(asked, TestContext.Current.CancellationToken);
        await client.GetResponseAsync(
            [
                new(ChatRole.User, "hello"),
                .. ours.Messages,
                new(ChatRole.Tool, [new FunctionResultContent("call_a", "sun")]),
            ],
            cancellationToken: TestContext.Current.CancellationToken
        );
        foreach (ResponseItem item in theirs.OutputItems)
        {
            asked.InputItems.Add(item);
        }

        asked.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem("call_a", "sun"));
        await peer.CreateResponseAsync(asked, TestContext.Current.CancellationToken);

        FunctionCallContent call = ours.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        FunctionCallResponseItem theirCall = theirs.OutputItems.OfType<FunctionCallResponseItem>().Single();
        ours.ResponseId.ShouldBe(theirs.Id);
        ours.ModelId.ShouldBe(theirs.Model);
        ours.CreatedAt.ShouldBe(theirs.CreatedAt);
        ours.Text.ShouldBe(theirs.GetOutputText());
        ours.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        (call.CallId, call.Name).ShouldBe((theirCall.CallId, theirCall.FunctionName));
        ours.Messages[0]
            .Contents.OfType<TextReasoningContent>()
            .Single()
            .Text.ShouldBe(theirs.OutputItems.OfType<ReasoningResponseItem>().Single().GetSummaryText());
        ours.Usage!.InputTokenCount.ShouldBe(theirs.Usage.InputTokenCount);
        ours.Usage.OutputTokenCount.ShouldBe(theirs.Usage.OutputTokenCount);
        ours.Usage.TotalTokenCount.ShouldBe(theirs.Usage.TotalTokenCount);
        ours.Usage.CachedInputTokenCount.ShouldBe(theirs.Usage.InputTokenDetails.CachedTokenCount);
        ours.Usage.ReasoningTokenCount.ShouldBe(theirs.Usage.OutputTokenDetails.ReasoningTokenCount);
        Meaning(server.Requests[2]).ShouldBe(Meaning(server.Requests[3]));
    }

    public void Dispose() => _factory.Dispose();

    // A server that stores nothing has no use for its names of what was said.
    private static string Meaning(ReceivedRequest request) =>
        WireJson.Meaning(request, ("id", "\"msg_1\""), ("id", "\"fc_1\""), ("status", "\"completed\""));

    private static ResponsesClient Theirs(LoopbackServer server) =>
        new(
            new ApiKeyCredential(PeerConversation.Key),
            new ResponsesClientOptions { Endpoint = new Uri(server.Url + "/v1") }
        );

    private static CreateResponseOptions Request(bool structured) =>
        new(
            Model,
            [
                ResponseItem.CreateSystemMessageItem(PeerConversation.System),
                ResponseItem.CreateUserMessageItem([
                    ResponseContentPart.CreateInputTextPart(PeerConversation.Question),
                    ResponseContentPart.CreateInputImagePart(
                        new Uri("data:image/png;base64," + Convert.ToBase64String(PeerConversation.Image))
                    ),
                ]),
                ResponseItem.CreateAssistantMessageItem("I look."),
                ResponseItem.CreateFunctionCallItem(
                    PeerConversation.CallId,
                    PeerConversation.Tool,
                    BinaryData.FromString(PeerConversation.Arguments)
                ),
                ResponseItem.CreateFunctionCallOutputItem(PeerConversation.CallId, PeerConversation.Result),
                ResponseItem.CreateAssistantMessageItem(PeerConversation.Said),
                ResponseItem.CreateUserMessageItem(PeerConversation.Messages[^1].Text),
            ]
        )
        {
            Instructions = PeerConversation.Instructions,
            MaxOutputTokenCount = 300,
            StoredOutputEnabled = false,
            IncludedProperties = { IncludedResponseProperty.ReasoningEncryptedContent },
            ReasoningOptions = new()
            {
                ReasoningEffortLevel = ResponseReasoningEffortLevel.Low,
                ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Detailed,
            },
            Tools =
            {
                ResponseTool.CreateFunctionTool(
                    PeerConversation.Tool,
                    BinaryData.FromString(PeerConversation.ToolSchema),
                    strictModeEnabled: false,
                    PeerConversation.ToolDescription
                ),
            },
            ToolChoice = ResponseToolChoice.CreateRequiredChoice(),
            TextOptions = structured
                ? new()
                {
                    TextFormat = ResponseTextFormat.CreateJsonSchemaFormat(
                        PeerConversation.SchemaName,
                        BinaryData.FromString(PeerConversation.AnswerSchema),
                        jsonSchemaIsStrict: true
                    ),
                }
                : null,
        };
}
