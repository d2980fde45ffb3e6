using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Tests.Processes;

public sealed class JsonLinesConversationTests
{
    [Fact]
    public async Task A_node_agent_answers()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Node(
                """
                import readline from 'node:readline';
                for await (const line of readline.createInterface({ input: process.stdin })) {
                  const { input, context } = JSON.parse(line);
                  console.log(JSON.stringify({ type: 'final', output: `${input}, ${context.persona} ${context.run_id} ${context.turn}` }));
                }
                """
            )
            .AskAsync("hello", new ConversationContext { RunId = "r7", Persona = new PersonaContext("novice") });

        events.Answer().ShouldBe("hello, novice r7 1");
    }
}
