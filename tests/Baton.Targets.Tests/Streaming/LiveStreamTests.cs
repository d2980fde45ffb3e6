using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Streaming;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Streaming;

/// <summary>The presets over HTTP, against the libraries themselves.</summary>
[Trait("Needs", "node")]
public sealed class LiveStreamTests
{
    [Theory]
    [InlineData("vercel-ai", "/ui", StreamPreset.VercelAI)]
    [InlineData("vercel-ai", "/parts", StreamPreset.VercelAI)]
    [InlineData("ag-ui", "/agent", StreamPreset.AgUI)]
    [InlineData("langgraph", "/messages,updates", StreamPreset.LangGraph)]
    public async Task An_agent_behind_a_URL_shows_its_tools(string agent, string path, StreamPreset preset)
    {
        await using NodeAgentServer server = await NodeAgentServer.StartAsync(agent);
        RunnerOptions stream = new() { Stream = new() { Preset = preset } };

        IReadOnlyList<AgentEvent> events = await TurnAsync(new HttpOptions { Url = server.Url + path }, stream);

        events.Output().ShouldBe("Let me look.\n\nUlm has 21 °C.");
        events.Text().ShouldBe("Let me look.\n\nUlm has 21 °C.");
        ToolCallEvent call = events.OfType<ToolCallEvent>().First();
        (call.CallId, call.ToolName, call.Arguments?.GetRawText()).ShouldBe(
            ("call-1", "weather", "{\"city\":\"Ulm\"}")
        );
        events
            .OfType<ToolResultEvent>()
            .Single(result => result.CallId == "call-1")
            .Result?.GetRawText()
            .ShouldBe("{\"celsius\":21}");
    }

    [Fact]
    public async Task An_error_of_the_agents_model_fails_the_run_and_keeps_the_text()
    {
        await using NodeAgentServer server = await NodeAgentServer.StartAsync("vercel-ai");
        RunnerOptions stream = new() { Stream = new() { Preset = StreamPreset.VercelAI } };

        await using ITarget target = Target(new HttpOptions { Url = $"{server.Url}/ui" }, stream);
        IReadOnlyList<AgentEvent> events = await TurnAsync(target, "fail");

        events.Text().ShouldBe("One mo");
        (events.Error().Kind, events.Error().Message).ShouldBe((ErrorKind.Agent, "the model is tired"));
    }

    [Fact]
    public async Task A_server_chooses_how_it_streams_where_the_section_does_not_say()
    {
        await using LoopbackServer lines = await LoopbackServer.StreamingAsync(
            "application/x-ndjson",
            """{"choices": [{"delta": {"content": "a"}, "finish_reason": "stop"}]}""" + "\n"
        );
        await using LoopbackServer whole = await LoopbackServer.AnsweringAsync(
            """{"choices": [{"message": {"content": "a"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1, "completion_tokens": 1}}"""
        );
        await using LoopbackServer foreign = await LoopbackServer.AnsweringAsync("""{"answer": "a"}""");
        RunnerOptions stream = new() { Stream = new() { Preset = StreamPreset.OpenAIChat } };

        (await TurnAsync(new HttpOptions { Url = lines.Url }, stream)).Output().ShouldBe("a");
        IReadOnlyList<AgentEvent> events = await TurnAsync(new HttpOptions { Url = whole.Url }, stream);
        events.Output().ShouldBe("a");
        events.OfType<UsageEvent>().Single().Usage.TotalTokens.ShouldBe(2);
        (await TurnAsync(new HttpOptions { Url = foreign.Url }, stream)).Output().ShouldBe("a");
        lines
            .Requests[0]
            .Headers["Accept"]
            .ShouldBe("text/event-stream, application/x-ndjson;q=0.9, application/json;q=0.8");
    }
}
