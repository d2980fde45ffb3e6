using Baton.Agents;
using Baton.Targets.Tests.Guards;
using Baton.Targets.Tests.Http;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Adapters;

public sealed class OutputAdapterTests : IDisposable
{
    private readonly Runner _runner = new();

    [Theory]
    [InlineData("{path: data.answer}", """{"data": {"answer": "yes"}}""", "yes")]
    [InlineData("{path: 'items[*].text'}", """{"items": [{"text": "a"}, {"text": "b"}]}""", "ab")]
    [InlineData("{path: n}", """{"n": 5}""", "5")]
    [InlineData("{path: data}", """{"data": {"a": 1}}""", """{"a": 1}""")]
    [InlineData("{regex: 'Answer: \\w+'}", "Thought: hm\nAnswer: yes", "Answer: yes")]
    [InlineData("{regex: 'Answer: (\\w+)'}", "Thought: hm\nAnswer: yes", "yes")]
    [InlineData("{regex: '(?s)<think>.*</think>\\s*(.*)'}", "<think>\nhm\n</think>\n\nyes\n", "yes\n")]
    [InlineData("{template: '{{ input }} -> {{ output }}'}", "yes", "hi -> yes")]
    [InlineData("{template: {said: $.output}}", "yes", """{"said":"yes"}""")]
    [InlineData("{path: data, regex: '\\d+', template: 'no. {{ output }}'}", """{"data": "x 42 y 43"}""", "no. 42")]
    [InlineData(
        "{regex: '(?<city>\\w+): (?<degrees>\\d+)', template: '{{ output.degrees }} in {{ output.city }}'}",
        "Oslo: 12",
        "12 in Oslo"
    )]
    [InlineData("{regex: '(?<a>x)|(?<b>y)'}", "y", """{"a":null,"b":"y"}""")]
    public async Task An_answer_is_taken_apart_by_path_then_regex_then_template(
        string adapter,
        string answer,
        string expected
    ) => (await AdaptedAsync(adapter, new FinalEvent(answer))).ShouldBeOfType<FinalEvent>().Output.ShouldBe(expected);

    [Theory]
    [InlineData(
        "{path: data.answer}",
        """{"data": {"text": "yes"}}""",
        "`adapters.output.path: data.answer` leads to nothing"
    )]
    [InlineData(
        "{path: data.answer}",
        """{"data": {"answer": null}}""",
        "`adapters.output.path: data.answer` leads to nothing"
    )]
    [InlineData(
        "{path: data.answer}",
        "plain words",
        "`adapters.output.path: data.answer` leads into JSON, which the output is not"
    )]
    [InlineData("{regex: 'Answer: (.*)'}", "plain words", "`adapters.output.regex: Answer: (.*)` does not match")]
    [InlineData("{regex: 'plain|(x)'}", "plain words", "its group `1` took no part")]
    public async Task What_is_not_there_is_an_error_with_the_adapter_and_the_start_of_the_output(
        string adapter,
        string answer,
        string expected
    )
    {
        AgentError error = (await AdaptedAsync(adapter, new FinalEvent(answer))).ShouldBeOfType<ErrorEvent>().Error;

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain(expected);
        error.Message.ShouldEndWith($"it begins: {answer}");
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_output_is_shown_by_its_start_alone()
    {
        AgentError error = (await AdaptedAsync("{regex: never}", new FinalEvent(new string('x', 10_000))))
            .ShouldBeOfType<ErrorEvent>()
            .Error;

        error.Message.Length.ShouldBeLessThan(400);
    }

    [Fact]
    public async Task A_regex_that_searches_for_too_long_fails_the_run_and_no_more()
    {
        AgentEvent last = await AdaptedAsync("{regex: '^(?:[a-z]+ ?)+$'}", new FinalEvent(new string('a', 40) + "!"));

        last.ShouldBeOfType<ErrorEvent>().Error.Message.ShouldContain("took over 1 s");
    }

    [Fact]
    public async Task Text_streams_as_the_agent_says_it_and_the_recorded_answer_is_the_adapted_one()
    {
        await using ScriptedTarget agent = ScriptedTarget.Playing(
            new TextEvent("Answer: "),
            new TextEvent("yes"),
            new FinalEvent("Answer: yes")
        );

        IReadOnlyList<AgentEvent> events = await HttpTargetFixture.TurnAsync(
            TargetFactory.LayAround(agent, Options("{regex: 'Answer: (.*)'}"), HttpTargetFixture.Here)
        );

        events.Text().ShouldBe("Answer: yes");
        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Output.ShouldBe("yes");
        final.Metadata!.Value.GetProperty("agent_output").GetString().ShouldBe("Answer: yes");
    }

    [Fact]
    public async Task A_guard_ends_a_run_before_its_output_is_adapted()
    {
        await using ScriptedTarget agent = ScriptedTarget.Playing(new FinalEvent("Answer: yes"));
        RunnerOptions options = Options("{regex: 'Answer: (.*)'}") with
        {
            Guards = new Baton.Targets.Guards.GuardOptions { OutputCharLimit = 5 },
        };

        IReadOnlyList<AgentEvent> events = await HttpTargetFixture.TurnAsync(
            TargetFactory.LayAround(agent, options, HttpTargetFixture.Here)
        );

        events.Text().ShouldBe("Answe");
        events[^1].ShouldBeOfType<LimitEvent>();
    }

    [Fact]
    public async Task A_service_may_answer_in_any_shape_where_a_path_leads_through_it()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(
            """{"data": [{"say": "yes"}], "text": "not this"}"""
        );

        (
            await _runner.OutputAsync(
                $"""
                http:
                  url: {server.Url}
                adapters:
                  output:
                    path: data[0].say
                """
            )
        ).ShouldBe("yes");
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task A_dict_that_Python_returns_is_followed_by_the_path()
    {
        _runner.Write(
            "agent.py",
            """
            from dataclasses import dataclass

            @dataclass
            class Reply:
                text: str
                scores: list

            def run(input):
                return Reply("shown otherwise", [1, 2, 3])
            """
        );

        (await _runner.OutputAsync("{target: 'agent:run', adapters: {output: {path: 'scores[-1]'}}}")).ShouldBe("3");
    }

    [Theory]
    [InlineData("{}", "runner.adapters: adapts nothing")]
    [InlineData("{output: {}}", "runner.adapters.output: adapts nothing")]
    [InlineData("{output: {regex: '('}}", "runner.adapters.output.regex: is no regular expression")]
    [InlineData("{output: {regex: '(a)(b)'}}", "name all of them")]
    [InlineData("{output: {path: 'a..b'}}", "runner.adapters.output.path")]
    [InlineData("{output: {template: '{{ outptu }}'}}", "runner.adapters.output.template")]
    [InlineData("{input: '{{ output }}'}", "runner.adapters.input: speaks of `output`, which is not there yet")]
    [InlineData("{inptu: a}", "did you mean `input`?")]
    public void A_wrong_section_is_told_with_its_place_and_key(string adapters, string expected)
    {
        (RunnerOptions? options, string errors) = Runner.Read($"target: a:b\nadapters: {adapters}");

        options.ShouldBeNull();
        errors.ShouldStartWith("c.yaml:2:");
        errors.ShouldContain(expected);
    }

    public void Dispose() => _runner.Dispose();

    private static async Task<AgentEvent> AdaptedAsync(string adapter, FinalEvent final)
    {
        await using ScriptedTarget agent = ScriptedTarget.Playing(final);
        ITarget target = TargetFactory.LayAround(agent, Options(adapter), HttpTargetFixture.Here);
        return (await HttpTargetFixture.TurnAsync(target))[^1];
    }

    private static RunnerOptions Options(string adapter)
    {
        (RunnerOptions? options, string errors) = Runner.Read($"target: a:b\nadapters:\n  output: {adapter}");
        return options.ShouldNotBeNull(errors);
    }
}
