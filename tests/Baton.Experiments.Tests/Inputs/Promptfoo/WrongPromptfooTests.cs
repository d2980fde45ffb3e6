using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Inputs.Promptfoo;

public sealed class WrongPromptfooTests
{
    [Theory]
    [InlineData(
        "- {vars: {a: x, b: y}}",
        "a.yaml:1:3: [0]: nothing says which variable is the message; its variables are `a`, `b`; name one with `inputs.fields.input`"
    )]
    [InlineData(
        "- {vars: {q: x}, asserts: [{type: equals, value: a}]}",
        "a.yaml:1:18: [0].asserts: is no key of a promptfoo test; did you mean `assert`?"
    )]
    [InlineData(
        "- {vars: {q: x}, assert: [contains]}",
        "a.yaml:1:27: [0].assert[0]: is no assertion; write for example {type: icontains"
    )]
    [InlineData(
        "- {vars: {q: x}, assert: {type: equals}}",
        "a.yaml:1:26: [0].assert: is a mapping; expected a list of assertions"
    )]
    [InlineData("- {vars: [{q: x}]}", "a.yaml:1:10: [0].vars: is a list; expected a mapping")]
    [InlineData("- {vars: {q: file://none.txt}}", "a.yaml:1:14: [0].vars.q: no file `none.txt`; the path is relative")]
    [InlineData(
        "- {vars: {q: file://make.py}}",
        "a.yaml:1:14: [0].vars.q: `make.py` is code, which is not run; write what it returns"
    )]
    [InlineData("- {vars: {q: file://photo.png}}", "`photo.png` is no text")]
    [InlineData("- {vars: {q: '  '}}", "a.yaml:1:3: [0]: the message is empty")]
    [InlineData(
        "- {vars: {q: x}}\n- text",
        "a.yaml:2:3: [1]: is a text, not a test of promptfoo; write for example {vars:"
    )]
    public void A_test_that_is_none_is_told_with_its_place(string tests, string error)
    {
        using InputProject project = new();

        project.Errors("a.yaml", tests).ShouldContain(error);
    }

    [Theory]
    [InlineData(
        "prompts: ['{% if a %}b{% endif %}']\ntests: [{vars: {a: x}}]",
        "a.yaml:1:11: prompts[0]: the prompt uses `{% if a %}`; only"
    )]
    [InlineData(
        "prompts: ['{{ a | replace(1, 2) }}']\ntests: [{vars: {a: x}}]",
        "the prompt uses `{{ a | replace(1, 2) }}`"
    )]
    [InlineData("prompts: [prompt.txt]\ntests: [{vars: {a: x}}]", "a.yaml:1:11: prompts[0]: no file `prompt.txt`")]
    [InlineData("prompts: [[a]]\ntests: [{vars: {a: x}}]", "a.yaml:1:11: prompts[0]: is a list; expected a prompt")]
    [InlineData("tests: file://tests.py:make", "a.yaml:1:8: tests: `tests.py:make` is code, which is not run")]
    [InlineData(
        "tests: https://docs.google.com/spreadsheets/d/1",
        "a.yaml:1:8: tests: `https://docs.google.com/spreadsheets/d/1` is not read over the network"
    )]
    [InlineData("tests: ['tests/*.yaml']", "a.yaml:1:9: tests[0]: no file `tests/*.yaml`; patterns are not followed")]
    [InlineData("scenarios: [{tests: []}]", "a.yaml:1:13: scenarios[0]: is no scenario; it has `config`")]
    public void A_configuration_that_cannot_be_carried_over_says_why(string configuration, string error)
    {
        using InputProject project = new();

        project.Errors("a.yaml", configuration).ShouldContain(error);
    }

    [Fact]
    public void Every_mistake_of_every_file_is_told_at_once()
    {
        using InputProject project = new();
        project.Write("tests.csv", "q,__expected\n,x\nfine,y\n");

        string errors = project.Errors(
            "a.yaml",
            """
            prompts: ["{{q}}"]
            tests:
              - {vars: {q: ok}, wrong: 1}
              - tests.csv
              - {vars: {q: ''}}
            """
        );

        errors.ShouldContain("a.yaml:3:21: tests[0].wrong: is no key");
        errors.ShouldContain("tests.csv:2:1: the message is empty");
        errors.ShouldContain("a.yaml:5:5: tests[2]: the message is empty");
    }

    [Fact]
    public void A_variable_without_a_value_is_a_warning()
    {
        using InputProject project = new();

        RunPlan plan = project.Plan("a.yaml", "prompts: ['Hi {{name}}!']\ntests: [{vars: {q: x}}]");

        InputProject.Inputs(plan)[0].Text.ShouldBe("Hi !");
        plan.Warnings.ShouldHaveSingleItem()
            .ShouldBe("a.yaml:2:9: the prompt uses `{{ name }}`, which is no variable here; nothing is put there");
    }

    [Fact]
    public void Too_many_combinations_are_refused()
    {
        using InputProject project = new();
        string many = string.Join(", ", Enumerable.Range(1, 101).Select(number => $"'v{number}'"));

        project
            .Errors("a.yaml", $"- {{vars: {{prompt: [{many}], b: [{many}]}}}}")
            .ShouldContain("the lists in `vars` make more than 10000 tests");
    }

    [Fact]
    public void Own_entries_stay_own_entries()
    {
        using InputProject project = new();

        project.Plan("a.csv", "input,target\nhi,x\n").InputsFormat.ShouldBe(DatasetFormat.Baton);
        project.Errors("b.yaml", "- {inptu: hi, expect: {contains: a}}").ShouldContain("unknown key");
    }

    [Fact]
    public void What_is_wrong_with_a_prompt_is_told_once_and_where_the_prompt_stands()
    {
        using InputProject project = new();
        project.Write("tests.jsonl", "{\"vars\": {\"q\": \"a\"}}\n{\"vars\": {\"q\": \"b\"}}\n");

        string errors = project.Errors("a.yaml", "prompts:\n  - '{{ q | wordcount }}'\ntests: [tests.jsonl]");

        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("a.yaml:2:5: prompts[0]: the prompt uses");
    }

    [Theory]
    [InlineData(
        "defaultTest: [a]\ntests: [{vars: {q: a}}]",
        "a.yaml:1:14: defaultTest: is a list; expected what tests have"
    )]
    [InlineData(
        "defaultTest: {var: {}}\ntests: [{vars: {q: a}}]",
        "a.yaml:1:15: defaultTest.var: is no key of a promptfoo test; did you mean `vars`?"
    )]
    [InlineData("scenarios: {config: []}", "a.yaml:1:12: scenarios: is a mapping; expected a list of scenarios")]
    public void Sections_of_another_kind_are_told(string configuration, string error)
    {
        using InputProject project = new();

        project.Errors("a.yaml", configuration).ShouldContain(error);
    }
}
