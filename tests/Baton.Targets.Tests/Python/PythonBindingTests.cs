using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Tests.Python;

public class PythonBindingTests
{
    private static readonly ConversationContext Context = new()
    {
        RunId = "run-7",
        Iteration = 3,
        Persona = new PersonaContext("novice", "You are new.", new JsonObject { ["age"] = 20 }),
        Metadata = new JsonObject { ["topic"] = "billing" },
    };

    [Theory]
    [InlineData("def run(input): return input")]
    [InlineData("def run(other=1, *, message): return message")]
    [InlineData("def run(history, user_message): return user_message")]
    [InlineData("def run(question): return question")]
    [InlineData("def run(question='?', temperature=1): return question")]
    [InlineData("def run(question, /): return question")]
    [InlineData("def run(context, question): return question")]
    [InlineData("def run(**kwargs): return kwargs['input']")]
    [InlineData("def run(context): return context['input']")]
    [InlineData("def run(messages): return messages[-1]['content']")]
    [InlineData("def run(state): return state['turns'][-1]['content']")]
    [InlineData("import functools\ndef base(prefix, text): return prefix + text\nrun = functools.partial(base, '')")]
    [InlineData("class Agent:\n    def __call__(self, text): return text\nrun = Agent()")]
    [InlineData("class run:\n    def __call__(self, text): return text")]
    public async Task The_input_goes_where_the_function_wants_it(string code)
    {
        await using PythonAgent agent = new(code);

        (await agent.OutputAsync("Hello")).ShouldBe("Hello");
    }

    [Theory]
    [InlineData("persona", "'novice'")]
    [InlineData("persona_prompt", "'You are new.'")]
    [InlineData("persona_description", "'You are new.'")]
    [InlineData("iteration", "3")]
    [InlineData("run_id", "'run-7'")]
    [InlineData("metadata", "{'topic': 'billing'}")]
    [InlineData("auto_approve", "False")]
    [InlineData("auto_approve_tools", "False")]
    [InlineData("messages", "[]")]
    [InlineData("turns", "[]")]
    [InlineData("conversation_state", "{'turns': [], 'metadata': {'topic': 'billing'}, 'context': {}}")]
    public async Task A_parameter_gets_what_its_name_says(string name, string expected)
    {
        await using PythonAgent agent = new($"def run(input, {name}): return repr({name})");

        (await agent.OutputAsync(context: Context)).ShouldBe(expected);
    }

    [Fact]
    public async Task The_context_holds_everything()
    {
        await using PythonAgent agent = new("import json\ndef run(input, context): return json.dumps(context)");

        JsonNode context = JsonNode.Parse(await agent.OutputAsync("Hello", Context))!;

        JsonNode expected = JsonNode.Parse(
            """
            {"input": "Hello", "run_id": "run-7", "turn": 1, "iteration": 3, "persona": "novice",
             "persona_prompt": "You are new.", "persona_attributes": {"age": 20},
             "metadata": {"topic": "billing"}, "messages": [], "auto_approve_tools": false,
             "traceparent": null}
            """
        )!;
        JsonNode.DeepEquals(context, expected).ShouldBeTrue(context.ToJsonString());
    }

    [Fact]
    public async Task Keyword_arguments_get_every_name()
    {
        await using PythonAgent agent = new("def run(text, **rest): return ' '.join(sorted(rest))");

        (await agent.OutputAsync()).ShouldBe(
            "approve_tool auto_approve auto_approve_tools context conversation_state history iteration messages "
                + "metadata persona persona_description persona_prompt request_approval run_id state turn turns"
        );
    }

    [Theory]
    [InlineData("def run(input, tenant): pass", "`tenant`")]
    [InlineData("def run(): pass", "no parameter for the input")]
    [InlineData("def run(persona): pass", "no parameter for the input")]
    public async Task A_parameter_nobody_can_fill_is_told_before_the_first_run(string code, string expected)
    {
        await using PythonAgent agent = new(code);

        AgentError? error = await agent.Target.ProbeAsync(PythonAgent.Patience);

        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task State_lives_as_long_as_the_conversation()
    {
        await using PythonAgent agent = new(
            """
            def run(input, conversation_state):
                seen = conversation_state["context"].setdefault("seen", [])
                seen.append(input)
                return f"{seen} {[turn['role'] for turn in conversation_state['turns']]}"
            """
        );
        agent.Environment = agent.Environment with { MaxConcurrency = 4 };
        await using IConversation one = agent.Converse();
        await using IConversation two = agent.Converse();

        PythonAgent.Output(await PythonAgent.TurnAsync(one, "a")).ShouldBe("['a'] []");
        PythonAgent.Output(await PythonAgent.TurnAsync(two, "x")).ShouldBe("['x'] []");
        PythonAgent
            .Output(await PythonAgent.TurnAsync(one, "b", 2, null, ("user", "a"), ("assistant", "['a']")))
            .ShouldBe("['a', 'b'] ['user', 'assistant']");
    }

    [Fact]
    public async Task A_class_is_made_once_for_each_conversation()
    {
        await using PythonAgent agent = new(
            """
            class Agent:
                def __init__(self, step=1): self.count, self.step = 0, step
                def run(self, input):
                    self.count += self.step
                    return str(self.count)
                @staticmethod
                def plain(input): return "static " + input
            """,
            "agent:Agent.run"
        );
        await using IConversation one = agent.Converse();

        PythonAgent.Output(await PythonAgent.TurnAsync(one)).ShouldBe("1");
        PythonAgent.Output(await PythonAgent.TurnAsync(one, number: 2)).ShouldBe("2");
        (await agent.OutputAsync()).ShouldBe("1");
    }

    [Theory]
    [InlineData("agent:agent.ask")]
    [InlineData("agent:Agent.create")]
    [InlineData("agent:Agent.plain")]
    [InlineData("agent:holder.inner.ask")]
    [InlineData("agent:Agent.ask_async")]
    public async Task Methods_of_all_kinds_can_be_called(string target)
    {
        await using PythonAgent agent = new(
            """
            import types
            class Agent:
                def ask(self, input): return "got " + input
                async def ask_async(self, input): return "got " + input
                @classmethod
                def create(cls, input): return "got " + input
                @staticmethod
                def plain(input): return "got " + input
            agent = Agent()
            holder = types.SimpleNamespace(inner=agent)
            """,
            target
        );

        (await agent.OutputAsync("it")).ShouldBe("got it");
    }

    [Fact]
    public async Task A_module_path_and_a_function_name_are_another_way_to_say_it()
    {
        await using PythonAgent agent = new("def answer(input): return input");
        agent.Options = new RunnerOptions { ModulePath = "agent", FunctionName = "answer" };

        (await agent.OutputAsync("yes")).ShouldBe("yes");
        agent.Target.Name.ShouldBe("agent:answer");
    }
}
