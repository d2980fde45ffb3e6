using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Python;

/// <summary>What model clients stream, as objects with their attributes: text, tool calls, usage, reasoning, failures.</summary>
public class PythonModelStreamTests
{
    /// <summary>Reads the events of a model server into objects, as the clients of the services do.</summary>
    private const string Client = """
        import json, urllib.request
        from types import SimpleNamespace

        def objects(text):
            return json.loads(text, object_hook=lambda fields: SimpleNamespace(**fields))

        class Stream:
            def __init__(self, base, path, body):
                request = urllib.request.Request(base + path, json.dumps({**body, "stream": True}).encode(), {
                    "Content-Type": "application/json", "x-api-key": "k", "Authorization": "Bearer k"})
                self._response = urllib.request.urlopen(request)
            def __iter__(self):
                for line in self._response:
                    if line.startswith(b"data: ") and b"[DONE]" not in line:
                        yield objects(line[6:])
            def close(self):
                self._response.close()

        def chat(input):
            return Stream(input, "v1/chat/completions", {"model": "gpt-4o", "stream_options": {"include_usage": True},
                "messages": [{"role": "user", "content": "weather?"}]})
        def responses(input):
            return Stream(input, "v1/responses", {"model": "gpt-4o", "input": "weather?"})
        async def messages(input):
            for event in Stream(input, "v1/messages", {"model": "claude-sonnet-4-5", "max_tokens": 99,
                "messages": [{"role": "user", "content": "weather?"}]}):
                yield event
        """;

    [Theory]
    [InlineData("chat", "gpt-4o")]
    [InlineData("responses", "gpt-4o")]
    [InlineData("messages", "claude-sonnet-4-5")]
    [Trait("Needs", "aimock")]
    public async Task The_events_of_a_model_server_tell_text_tool_calls_and_usage(string function, string model)
    {
        await using AimockServer models = await AimockServer.StartAsync();
        await models.AnswerAsync(
            "weather?",
            new JsonObject
            {
                ["content"] = "Let me look.",
                ["toolCalls"] = new JsonArray(
                    new JsonObject { ["name"] = "weather", ["arguments"] = """{"city":"Oslo","days":[1,2]}""" }
                ),
                ["usage"] = new JsonObject
                {
                    ["prompt_tokens"] = 11,
                    ["completion_tokens"] = 7,
                    ["total_tokens"] = 18,
                    ["input_tokens"] = 11,
                    ["output_tokens"] = 7,
                },
            }
        );
        await using PythonAgent agent = new(Client, $"agent:{function}");

        List<AgentEvent> events = await agent.RunAsync(models.Address.ToString());

        PythonAgent.Output(events).ShouldBe("Let me look.");
        ToolCallEvent call = events.OfType<ToolCallEvent>().ShouldHaveSingleItem();
        call.ToolName.ShouldBe("weather");
        call.CallId.ShouldNotBeEmpty();
        JsonElement arguments = call.Arguments.ShouldNotBeNull();
        arguments.GetProperty("city").GetString().ShouldBe("Oslo");
        arguments.GetProperty("days")[1].GetInt32().ShouldBe(2);
        UsageEvent usage = events.OfType<UsageEvent>().ShouldHaveSingleItem();
        usage.Model.ShouldBe(model);
        usage.Usage.InputTokens.ShouldBe(11);
        usage.Usage.OutputTokens.ShouldBe(7);
        usage.Usage.TotalTokens.ShouldBe(18);
    }

    [Fact]
    public async Task Fragments_of_two_tool_calls_are_put_together_and_responses_are_kept_apart()
    {
        await using PythonAgent agent = Yielding(
            """
            {"id": "c1", "model": "m", "choices": [{"delta": {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "add", "arguments": ""}}]}}]}
            {"id": "c1", "model": "m", "choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": "{\"x\":"}}, {"index": 1, "id": "b", "function": {"name": "sub", "arguments": "{}"}}]}}]}
            {"id": "c1", "model": "m", "choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": "1}"}}]}}]}
            {"id": "c1", "model": "m", "choices": [{"delta": {}, "finish_reason": "tool_calls"}], "usage": null}
            {"id": "c1", "model": "m", "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}
            {"id": "c2", "model": "n", "choices": [{"delta": {"reasoning_content": "hmm"}}], "usage": {"prompt_tokens": 4, "completion_tokens": 1}}
            {"id": "c2", "model": "n", "choices": [{"delta": {"content": "done"}}], "usage": {"prompt_tokens": 4, "completion_tokens": 2}}
            """
        );

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("done");
        events
            .OfType<ToolCallEvent>()
            .Select(call => $"{call.CallId} {call.ToolName} {call.Arguments}")
            .ShouldBe(["a add {\"x\":1}", "b sub {}"]);
        events.OfType<ReasoningEvent>().ShouldHaveSingleItem().Content.ShouldBe("hmm");
        events
            .OfType<UsageEvent>()
            .Select(usage =>
                $"{usage.Model} {usage.Usage.InputTokens} {usage.Usage.OutputTokens} {usage.Usage.TotalTokens}"
            )
            .ShouldBe(["m 1 2 3", "n 4 2 6"]);
    }

    [Fact]
    public async Task Thinking_and_tool_use_of_messages_are_told()
    {
        await using PythonAgent agent = Yielding(
            """
            {"type": "message_start", "message": {"model": "claude", "content": [], "usage": {"input_tokens": 5, "output_tokens": 1}}}
            {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}}
            {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "well"}}
            {"type": "thinking", "thinking": "well", "snapshot": "well"}
            {"type": "content_block_stop", "index": 0}
            {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "yes"}}
            {"type": "text", "text": "yes", "snapshot": "yes"}
            {"type": "content_block_start", "index": 2, "content_block": {"type": "tool_use", "id": "t1", "name": "now", "input": {}}}
            {"type": "content_block_stop", "index": 2}
            {"type": "content_block_start", "index": 3, "content_block": {"type": "tool_use", "id": "t2", "name": "at", "input": {}}}
            {"type": "content_block_delta", "index": 3, "delta": {"type": "input_json_delta", "partial_json": "{\"h\": "}}
            {"type": "input_json", "partial_json": "{\"h\": ", "snapshot": {}}
            {"type": "content_block_delta", "index": 3, "delta": {"type": "input_json_delta", "partial_json": "3}"}}
            {"type": "content_block_stop", "index": 3}
            {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 9}}
            {"type": "message_stop"}
            """
        );

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("yes");
        events.OfType<ReasoningEvent>().ShouldHaveSingleItem().Content.ShouldBe("well");
        events
            .OfType<ToolCallEvent>()
            .Select(call => $"{call.CallId} {call.ToolName} {call.Arguments}")
            .ShouldBe(["t1 now {}", "t2 at {\"h\":3}"]);
        UsageEvent usage = events.OfType<UsageEvent>().ShouldHaveSingleItem();
        (usage.Model, usage.Usage.InputTokens, usage.Usage.OutputTokens).ShouldBe(("claude", 5, 9));
    }

    [Fact]
    public async Task The_events_of_an_agents_package_are_unwrapped()
    {
        await using PythonAgent agent = Yielding(
            """
            {"type": "agent_updated_stream_event", "new_agent": {"name": "x"}}
            {"type": "raw_response_event", "data": {"type": "response.reasoning_summary_text.delta", "delta": "so"}}
            {"type": "raw_response_event", "data": {"type": "response.output_item.done", "item": {"type": "function_call", "call_id": "f1", "name": "look", "arguments": "{\"at\": 1}"}}}
            {"type": "run_item_stream_event", "name": "tool_called", "item": {"type": "tool_call_item", "raw_item": {"call_id": "f1"}}}
            {"type": "run_item_stream_event", "name": "tool_output", "item": {"type": "tool_call_output_item", "raw_item": {"call_id": "f1"}, "output": "dark"}}
            {"type": "raw_response_event", "data": {"type": "response.output_text.delta", "delta": "dark"}}
            {"type": "raw_response_event", "data": {"type": "response.completed", "response": {"model": "m", "usage": {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}}}}
            """
        );

        List<AgentEvent> events = await agent.RunAsync();

        PythonAgent.Output(events).ShouldBe("dark");
        events.OfType<ReasoningEvent>().ShouldHaveSingleItem().Content.ShouldBe("so");
        events.OfType<ToolCallEvent>().ShouldHaveSingleItem().CallId.ShouldBe("f1");
        events.OfType<ToolResultEvent>().ShouldHaveSingleItem().Result!.Value.GetString().ShouldBe("dark");
        events.OfType<UsageEvent>().ShouldHaveSingleItem().Usage.TotalTokens.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"type": "error", "message": "too busy", "code": "overloaded"}""", "too busy (overloaded)")]
    [InlineData(
        """{"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}""",
        "busy (overloaded_error)"
    )]
    [InlineData("""{"type": "error", "error": "gone"}""", "gone")]
    [InlineData(
        """{"type": "response.failed", "response": {"error": {"code": "server_error", "message": "no"}}}""",
        "no (server_error)"
    )]
    public async Task A_failure_in_the_stream_fails_the_run(string item, string expected)
    {
        await using PythonAgent agent = Yielding("{\"text\": \"so far\"}\n" + item + "\n{\"text\": \"never\"}");

        List<AgentEvent> events = await agent.RunAsync();

        events[0].ShouldBe(new TextEvent("so far"));
        AgentError error = events[1].ShouldBeOfType<ErrorEvent>().Error;
        error.Kind.ShouldBe(ErrorKind.Agent);
        error.Message.ShouldBe(expected);
    }

    [Fact]
    public async Task A_tool_the_model_asked_for_is_one_call_with_its_result_when_it_has_a_span_too()
    {
        await using PythonAgent agent = new(
            """
            import fluxloop
            @fluxloop.tool
            def look(at): return "dark"
            async def run(input):
                yield {"type": "response.output_item.done", "item": {"type": "function_call", "call_id": "f1", "name": "look", "arguments": "{}"}}
                yield look("cave")
                yield look("attic")
            """
        );

        List<AgentEvent> events = await agent.RunAsync();

        string[] calls = [.. events.OfType<ToolCallEvent>().Select(call => call.CallId)];
        calls.Length.ShouldBe(2);
        calls[0].ShouldBe("f1");
        events.OfType<ToolResultEvent>().Select(result => result.CallId).ShouldBe(calls);
    }

    private static PythonAgent Yielding(string items)
    {
        PythonAgent agent = new(
            """
            import json
            from types import SimpleNamespace
            def run(input):
                for line in open("items.jsonl", encoding="utf-8"):
                    if line.strip():
                        yield json.loads(line, object_hook=lambda fields: SimpleNamespace(**fields) if fields else {})
            """
        );
        agent.Write("items.jsonl", items);
        return agent;
    }
}
