using System.Text.Json.Nodes;
using Baton.Experiments.Conversations;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Inputs.Promptfoo;

public sealed class PromptfooTestTests
{
    [Theory]
    [InlineData(
        "tests.yaml",
        "- {vars: {question: Where is my order?}, assert: [{type: icontains, value: On Its Way}], metadata: {area: orders}}"
    )]
    [InlineData(
        "tests.json",
        """[{"vars": {"question": "Where is my order?"}, "assert": [{"type": "icontains", "value": "On Its Way"}], "metadata": {"area": "orders"}}]"""
    )]
    [InlineData(
        "tests.jsonl",
        """{"vars": {"question": "Where is my order?"}, "assert": [{"type": "icontains", "value": "On Its Way"}], "metadata": {"area": "orders"}}"""
    )]
    [InlineData("tests.csv", "question,__expected,__metadata:area\nWhere is my order?,icontains: On Its Way,orders\n")]
    public void A_test_says_its_only_variable_and_expects_what_it_asserts(string file, string content)
    {
        using InputProject project = new();

        RunPlan plan = project.Plan(file, content);

        plan.InputsFormat.ShouldBe(DatasetFormat.Promptfoo);
        plan.Warnings.ShouldBeEmpty();
        ExperimentInput input = InputProject.Inputs(plan).ShouldHaveSingleItem();
        input.Text.ShouldBe("Where is my order?");
        input.Expect!.Contains.ShouldBe(["On Its Way"]);
        input.Metadata!["area"]!.GetValue<string>().ShouldBe("orders");
        input.Notes.ShouldBeNull();
    }

    [Fact]
    public void A_configuration_makes_an_input_of_each_test_prompt_and_value()
    {
        using InputProject project = new();

        RunPlan plan = project.Plan(
            "promptfooconfig.yaml",
            """
            description: Shop
            providers: [openai:gpt-4o-mini]
            prompts:
              - "{{ greeting }}, {{question}} ({{ user.name | upper }})"
              - {label: short, raw: "{{question}}"}
            defaultTest:
              vars: {greeting: Hello, user: {name: mia}}
              assert: [{type: not-icontains, value: as an AI}]
            tests:
              - description: orders
                vars:
                  question: [Where is it?, When does it come?]
              - vars: {question: Who are you?, greeting: Hi, secret: Bob}
                prompts: [short]
                assert:
                  - {type: equals, value: "I am {{secret}}"}
            """
        );

        IReadOnlyList<ExperimentInput> inputs = InputProject.Inputs(plan);
        inputs
            .Select(input => (input.Id, input.Text))
            .ShouldBe([
                ("input_0001", "Hello, Where is it? (MIA)"),
                ("input_0002", "Where is it?"),
                ("input_0003", "Hello, When does it come? (MIA)"),
                ("input_0004", "When does it come?"),
                ("input_0005", "Who are you?"),
            ]);
        inputs.ShouldAllBe(input => input.Expect!.NotContains.Contains("as an AI"));
        inputs[1].Notes!["prompt"]!.GetValue<string>().ShouldBe("short");
        inputs[0].Notes!["description"]!.GetValue<string>().ShouldBe("orders");
        inputs[4].Expected!.GetValue<string>().ShouldBe("I am Bob");
        inputs[4].Expect!.EqualTo.ShouldBe("I am Bob");
        inputs[4].Metadata!["vars"]!["question"]!.GetValue<string>().ShouldBe("Who are you?");
        inputs[4].Metadata!["vars"]!.AsObject().ContainsKey("secret").ShouldBeFalse();
        inputs[4].Notes!["vars"]!["secret"]!.GetValue<string>().ShouldBe("Bob");
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Files_are_read_beside_the_configuration()
    {
        using InputProject project = new();
        project.Write("foo/prompt.txt", "First: {{q}}\n---\nSecond: {{q}}\n");
        project.Write("foo/more/tests.csv", "q,__expected\nfrom csv,yes\n");
        project.Write("foo/more/tests.jsonl", """{"vars": {"q": "file://text.md"}}""");
        project.Write("foo/more/text.md", "from a file\n");
        project.Write("foo/tests.yaml", "- vars: vars.yaml\n");
        project.Write("foo/vars.yaml", "q: from vars\n");

        RunPlan plan = project.Plan(
            "foo/promptfooconfig.yaml",
            """
            prompts: [file://prompt.txt]
            tests:
              - vars: {q: inline}
              - file://more/tests.csv
              - more/tests.jsonl
              - path: file://tests.yaml
              - vars: {q: last}
            """
        );

        InputProject
            .Inputs(plan)
            .Select(input => $"{input.Id} {input.Text}")
            .ShouldBe([
                "input_0001 First: inline",
                "input_0002 Second: inline",
                "input_0003 First: from csv",
                "input_0004 Second: from csv",
                "input_0005 First: from a file",
                "input_0006 Second: from a file",
                "input_0007 First: from vars",
                "input_0008 Second: from vars",
                "input_0009 First: last",
                "input_0010 Second: last",
            ]);
    }

    [Fact]
    public void Scenarios_are_each_row_with_each_test()
    {
        using InputProject project = new();

        project
            .Read(
                "promptfooconfig.yaml",
                """
                prompts: ["{{hello}} {{name}}"]
                scenarios:
                  - config:
                      - vars: {hello: Hallo}
                      - vars: {hello: Bonjour}
                    tests:
                      - vars: {name: Mia}
                      - vars: {name: Tom}
                """
            )
            .Select(input => input.Text)
            .ShouldBe(["Hallo Mia", "Hallo Tom", "Bonjour Mia", "Bonjour Tom"]);
    }

    [Fact]
    public void A_prompt_of_chat_messages_is_a_conversation()
    {
        using InputProject project = new();

        ExperimentInput input = project
            .Read(
                "promptfooconfig.yaml",
                """
                prompts:
                  - '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "{{a}}"}, {"role": "assistant", "content": "ok"}, {"role": "user", "content": {{ b | dump }}}]'
                tests:
                  - vars: {a: Hello, b: 'quote: "'}
                    assert: [{type: contains, value: done}]
                """
            )
            .ShouldHaveSingleItem();

        input.Turns.ShouldHaveSingleItem().Text.ShouldBe("quote: \"");
        input.Turns[0].Expect!.Regex.ShouldBe(["done"]);
        input.Expect.ShouldBeNull();
        input.Metadata!["messages"]!.AsArray().Count.ShouldBe(4);
    }

    [Fact]
    public void A_column_can_be_named_as_the_message()
    {
        using InputProject project = new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new() { Target = "app.agent:run" },
                Inputs = new InputSettings
                {
                    Format = DatasetFormat.Promptfoo,
                    Fields = new InputFields { Input = "user question", Id = "nr" },
                },
            },
        };

        ExperimentInput input = project
            .Read("tests.csv", "nr,user question,lang,__expected\nq1,How?,en,So\n")
            .ShouldHaveSingleItem();

        input.Id.ShouldBe("q1");
        input.Text.ShouldBe("How?");
        input.Expect!.EqualTo.ShouldBe("So");
        JsonNode.DeepEquals(input.Metadata, JsonNode.Parse("""{"vars": {"lang": "en"}}""")).ShouldBeTrue();
    }

    [Fact]
    public void What_is_not_checked_is_named_and_kept()
    {
        using InputProject project = new();

        RunPlan plan = project.Plan(
            "tests.yaml",
            """
            - vars: {q: one}
              assert:
                - {type: llm-rubric, value: is kind}
                - {type: contains, value: x, weight: 0}
                - {type: similar, value: hello}
            - vars: {q: two}
              assert: [{type: llm-rubric, value: is short}]
            - vars: {q: three}
              threshold: 0.5
              assert: [{type: equals, value: a}, {type: equals, value: b}]
            """
        );

        IReadOnlyList<ExperimentInput> inputs = InputProject.Inputs(plan);
        inputs.ShouldAllBe(input => input.Expect == null);
        inputs.Select(input => input.Notes!["assert"]!.AsArray().Count).ShouldBe([3, 1, 2]);
        inputs[0].Expected!.GetValue<string>().ShouldBe("hello");
        plan.Warnings.ShouldBe([
            "tests.yaml:3:7: `llm-rubric` is not checked (an evaluator of type `llm_judge` can judge it); it is in `notes.assert` (2 times)",
            "tests.yaml:4:7: `contains` is not checked; it is in `notes.assert`",
            "tests.yaml:5:7: `similar` is not checked (the rule `similarity` of an evaluator likens answers to `expected`); it is in `notes.assert`",
            "tests.yaml:9:3: tests with `threshold` are not checked; their assertions are in `notes.assert`",
            "tests.yaml:10:12: `equals` is not checked; it is in `notes.assert` (2 times)",
        ]);
    }

    [Theory]
    [InlineData("contains", "Paris", "It is Paris.", "It is paris.")]
    [InlineData("not-contains", "Paris", "It is\nparis.", "It\nis Paris.")]
    [InlineData("icontains", "Paris", "PARIS", "Rome")]
    [InlineData("not-icontains", "Paris", "Rome", "PARIS")]
    [InlineData("contains-any", "[a.b, c]", "a c", "a b")]
    [InlineData("contains-all", "[a.b, c]", "c a.b", "a.b")]
    [InlineData("contains-all", "'a.b, c'", "c a.b", "a.b")]
    [InlineData("not-contains-any", "[a, b]", "c", "x b")]
    [InlineData("not-contains-all", "[a, b]", "x b", "b\na")]
    [InlineData("icontains-any", "[a.b, c]", "x C", "a b")]
    [InlineData("icontains-all", "[a.b, c]", "C A.B", "C")]
    [InlineData("not-icontains-any", "[x, y]", "a", "Y")]
    [InlineData("not-icontains-all", "[x, y]", "Y", "Y X")]
    [InlineData("equals", "Paris (city)", " Paris (city)\n", "Paris")]
    [InlineData("not-equals", "Paris?", "Paris", "Paris?")]
    [InlineData("starts-with", "1. a", "1. a b", "10 a")]
    [InlineData("not-starts-with", "Hi", "Oh, Hi", "Hi you")]
    [InlineData("regex", @"'\d{3}'", "a 123", "a 12")]
    [InlineData("not-regex", "'^b'", "ab", "b")]
    [InlineData("contains", "42", "it is 42", "it is 41")]
    public void An_assertion_holds_for_the_same_answers_as_in_promptfoo(
        string type,
        string value,
        string good,
        string bad
    )
    {
        using InputProject project = new();

        TurnExpectation expect = project
            .Read("tests.yaml", $"- {{vars: {{q: hi}}, assert: [{{type: {type}, value: {value}}}]}}")
            .ShouldHaveSingleItem()
            .Expect.ShouldNotBeNull();

        ExpectationCheck.Check(expect, new TurnResult { Output = good }).ShouldBeEmpty();
        ExpectationCheck.Check(expect, new TurnResult { Output = bad }).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("contains: a", "contains", "a")]
    [InlineData("icontains-any: a, b", "icontains-any", "a, b")]
    [InlineData("similar(0.8): hello", "similar", "hello")]
    [InlineData("fn: output.length", "javascript", "output.length")]
    [InlineData("grade: is kind", "llm-rubric", "is kind")]
    [InlineData("is-json", "is-json", null)]
    [InlineData("Note: closed", "equals", "Note: closed")]
    public void Assertions_in_short_are_understood(string text, string type, string? value)
    {
        var assertion = Baton.Experiments.Inputs.Promptfoo.PromptfooRow.ToAssertion(
            text,
            new Baton.Configuration.ConfigurationPlace("a.csv", 2, 1)
        );

        JsonObject read = Baton.Configuration.ConfigurationJson.ToJson(assertion)!.AsObject();
        read["type"]!.GetValue<string>().ShouldBe(type);
        read["value"]?.GetValue<string>().ShouldBe(value);
    }

    [Fact]
    public void Columns_that_say_something_of_the_test_are_kept()
    {
        using InputProject project = new();

        RunPlan plan = project.Plan(
            "tests.csv",
            "prompt,__expected,__prefix,__suffix,__metric,__config:__expected:threshold,__own\nWhere?,contains: x,Please: ,!,tone,0.5,y\n"
        );

        ExperimentInput input = InputProject.Inputs(plan).ShouldHaveSingleItem();
        input.Text.ShouldBe("Please: Where?!");
        input.Metadata!["vars"]!["__own"]!.GetValue<string>().ShouldBe("y");
        input.Notes!.Select(note => note.Key).ShouldBe(["metric", "config", "options"], ignoreOrder: true);
    }
}
