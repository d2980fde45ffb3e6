using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Adapters;

public sealed class InputAdapterTests : IDisposable
{
    private static readonly ConversationContext Order = new()
    {
        RunId = "run-1",
        Iteration = 2,
        Metadata = new JsonObject { ["order"] = 4711, ["tags"] = new JsonArray("a", "b") },
    };

    private readonly Runner _runner = new();

    [Theory]
    [Trait("Needs", "Python")]
    [InlineData("def run(question, order): return f'{question!r} {order!r}'", "'where?' 4711")]
    [InlineData("async def run(order, *, question): return f'{question!r} {order!r}'", "'where?' 4711")]
    [InlineData(
        "def run(question, order, persona, iteration): return f'{question} {persona} {iteration}'",
        "where? None 2"
    )]
    [InlineData("def run(question, order, /): return f'{question} {order}'", "where? 4711")]
    [InlineData(
        "def run(**given): return f\"{given['question']} {given['order']} {'input' in given}\"",
        "where? 4711 False"
    )]
    [InlineData("def run(question, **rest): return f\"{question} {rest['order']}\"", "where? 4711")]
    [InlineData("def run(request): return f\"{request['question']} {request['order']}\"", "where? 4711")]
    [InlineData("def run(input: dict): return f\"{sorted(input)}\"", "['order', 'question']")]
    [InlineData("class A:\n  def run(self, order, question): return question\nrun = A().run", "where?")]
    public async Task A_mapping_becomes_keyword_arguments_of_a_function_with_such_parameters_and_a_dict_of_any_other(
        string code,
        string expected
    )
    {
        _runner.Write("agent.py", code);

        string output = await _runner.OutputAsync(
            """
            target: agent:run
            adapters:
              input: {question: "{{ input }}", order: "$.metadata.order"}
            """,
            "where?",
            Order
        );

        output.ShouldBe(expected);
    }

    [Theory]
    [Trait("Needs", "Python")]
    [InlineData(
        "def run(question): return ''",
        "gives `order`, and `agent:run` has no such parameter; it has `question`"
    )]
    [InlineData("def run(input, order): return ''", "gives `question`, and `agent:run` has no such parameter")]
    public async Task A_member_without_a_parameter_is_named(string code, string expected)
    {
        _runner.Write("agent.py", code);

        AgentError error = await _runner.ErrorAsync(
            """
            target: agent:run
            adapters: {input: {question: "{{ input }}", order: 1}}
            """
        );

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task A_parameter_for_the_input_that_the_adapter_leaves_out_is_named_with_the_line_that_adds_it()
    {
        _runner.Write("agent.py", "def run(input, tone): return ''");

        AgentError error = await _runner.ErrorAsync("{target: 'agent:run', adapters: {input: {tone: polite}}}");

        error.Message.ShouldContain("""add `input: "{{ input }}"`""");
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task A_text_is_put_around_the_input()
    {
        _runner.Write("agent.py", "def run(input): return input");

        (
            await _runner.OutputAsync("{target: 'agent:run', adapters: {input: 'Turn {{ turn }}: {{ input }}'}}")
        ).ShouldBe("Turn 1: hi");
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task A_path_alone_keeps_the_type_of_what_it_leads_to()
    {
        _runner.Write("agent.py", "def run(input): return f'{type(input).__name__} {input}'");

        (
            await _runner.OutputAsync("{target: 'agent:run', adapters: {input: $.metadata.tags}}", context: Order)
        ).ShouldBe("list ['a', 'b']");
    }

    [Fact]
    [Trait("Needs", "Node")]
    public async Task A_program_gets_the_mapping_as_its_input()
    {
        _runner.Write(
            "agent.mjs",
            """
            import { createInterface } from "node:readline";
            for await (const line of createInterface({ input: process.stdin })) {
              const { input } = JSON.parse(line);
              console.log(JSON.stringify({ type: "final", output: `${input.question} ${input.order + 1}` }));
            }
            """
        );

        string output = await _runner.OutputAsync(
            """
            process: {command: [node, agent.mjs]}
            adapters: {input: {question: "{{ input }}", order: $.metadata.order}}
            """,
            "where?",
            Order
        );

        output.ShouldBe("where? 4712");
    }

    [Fact]
    public async Task A_service_gets_the_mapping_where_its_body_has_the_input()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output": "ok"}""");

        await _runner.OutputAsync(
            $$$"""
            http: {url: "{{{server.Url}}}", body_template: {q: $.input, text: "say {{ input }}"}}
            adapters: {input: {question: "{{ input }}"}}
            """
        );

        string body = server.Requests.ShouldHaveSingleItem().Body;
        JsonNode
            .DeepEquals(
                JsonNode.Parse(body),
                JsonNode.Parse("""{"q": {"question": "hi"}, "text": "say {\"question\":\"hi\"}"}""")
            )
            .ShouldBeTrue(body);
    }

    public void Dispose() => _runner.Dispose();
}
