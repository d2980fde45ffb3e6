using Baton.Agents;
using Baton.Targets.Processes;

namespace Baton.Targets.Tests.Processes;

public sealed class ToolApprovalTests
{
    private const string Asking = """
        import sys, json
        for line in sys.stdin:
            print('{"type":"approval_request","id":"c1","name":"rm","arguments":{"path":"/x"}}')
            print(json.dumps({"type": "final", "output": sys.stdin.readline().strip()}))
        """;

    [Fact]
    public async Task A_tool_call_is_granted_without_asking_where_that_is_wished()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(Asking)
            .AskAsync(context: new ConversationContext { RunId = "r", AutoApproveTools = true });

        events[0].ShouldBeOfType<ToolApprovalRequestedEvent>().ToolName.ShouldBe("rm");
        events.Answer().ShouldBe("""{"type":"approval","id":"c1","approved":true}""");
    }

    [Fact]
    public async Task Whoever_approves_is_asked_with_the_arguments()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(Asking)
            .AskAsync(
                context: new ConversationContext
                {
                    RunId = "r",
                    ApproveTool = (request, _) =>
                        ValueTask.FromResult(new ToolApproval(false, $"not {request.Arguments}")),
                }
            );

        events.Answer().ShouldBe("""{"type":"approval","id":"c1","approved":false,"reason":"not {\"path\":\"/x\"}"}""");
    }

    [Fact]
    public async Task A_tool_call_is_denied_with_a_reason_where_nobody_can_approve()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(Asking);

        (await target.AskAsync()).Answer().ShouldContain("\"approved\":false,\"reason\":\"nobody");
    }
}
