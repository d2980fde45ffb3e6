using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonApprovalTests
{
    private const string Awaited = """
        async def run(input, approve_tool):
            decision = await approve_tool("delete", {"id": 1})
            return f"{decision['approved']} {decision['reason']} {decision['arguments']}"
        """;

    private const string Threaded = """
        def run(input, request_approval):
            decision = request_approval("delete", {"id": 1})
            assert isinstance(decision, dict)
            return f"{decision['approved']} {decision['reason']} {decision['arguments']}"
        """;

    private const string SyncInsideAsync = """
        async def run(input, approve_tool):
            decision = approve_tool("delete", {"id": 1})
            return f"{decision['approved']} {decision['reason']} {decision['arguments']}"
        """;

    public static TheoryData<string> Kinds => new(Awaited, Threaded, SyncInsideAsync);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_tool_waits_for_the_decision(string code)
    {
        await using PythonAgent agent = new(code);
        ConversationContext context = new()
        {
            RunId = "run-1",
            AutoApproveTools = false,
            ApproveTool = (request, _) =>
            {
                request.ToolName.ShouldBe("delete");
                request.Arguments!.Value.GetProperty("id").GetInt32().ShouldBe(1);
                JsonElement changed = JsonDocument.Parse("""{"id": 2}""").RootElement;
                return ValueTask.FromResult(new ToolApproval(true, "fine", changed));
            },
        };

        List<AgentEvent> events = await agent.RunAsync(context: context);

        PythonAgent.Output(events).ShouldBe("True fine {'id': 2}");
        events.OfType<ToolApprovalRequestedEvent>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true, "True None None")]
    [InlineData(false, "False nobody is there to approve tools; set `auto_approve_tools` None")]
    [InlineData(null, "False nobody is there to approve tools; set `auto_approve_tools` None")]
    public async Task Without_anybody_to_ask_the_setting_decides(bool? auto, string expected)
    {
        await using PythonAgent agent = new(Awaited);
        ConversationContext context = new() { RunId = "run-1", AutoApproveTools = auto };

        (await agent.OutputAsync(context: context)).ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_call_cancelled_while_it_waits_for_approval_ends(string code)
    {
        await using PythonAgent agent = new(code);
        using CancellationTokenSource stop = new();
        ConversationContext context = new()
        {
            RunId = "run-1",
            ApproveTool = async (_, token) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return new ToolApproval(true);
            },
        };
        await using IConversation conversation = agent.Converse(context);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            PythonAgent.TurnAsync(conversation, cancellationToken: stop.Token)
        );
    }
}
