using System.Text.Json.Nodes;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Inputs.Samples;

public sealed class ChatSampleTests
{
    [Fact]
    public void A_sample_of_evals_says_its_user_message_and_expects_its_ideal()
    {
        using InputProject project = new();

        RunPlan plan = project.Plan(
            "samples.jsonl",
            """
            {"input": [{"role": "system", "content": "Answer with a number."}, {"role": "user", "content": "2+2?"}], "ideal": "4"}
            {"input": "3+3?", "ideal": ["6", "six"], "topic": "sums"}
            """
        );

        plan.InputsFormat.ShouldBe(DatasetFormat.OpenAIEvals);
        IReadOnlyList<ExperimentInput> inputs = InputProject.Inputs(plan);
        inputs.Select(input => input.Text).ShouldBe(["2+2?", "3+3?"]);
        inputs[0].Expected!.GetValue<string>().ShouldBe("4");
        inputs[0].Metadata!["messages"]!.AsArray().Count.ShouldBe(2);
        JsonNode.DeepEquals(inputs[1].Expected, new JsonArray("6", "six")).ShouldBeTrue();
        inputs[1].Notes!["topic"]!.GetValue<string>().ShouldBe("sums");
        inputs[1].Metadata.ShouldBeNull();
        plan.Warnings.ShouldHaveSingleItem()
            .ShouldBe(
                "samples.jsonl:1:11: instructions (`system`) are not said to the agent; they are in `metadata.messages`"
            );
    }

    [Fact]
    public void Earlier_turns_are_played_with_the_agents_own_answers()
    {
        using InputProject project = new();

        RunPlan plan = project.Plan(
            "chat.jsonl",
            """
            {"input": [{"role": "user", "content": "Capital of Italy?"}, {"role": "assistant", "content": "Rome"}, {"role": "user", "content": "And"}, {"role": "user", "content": "of France?"}], "ideal": "Paris"}
            """
        );

        ExperimentInput input = InputProject.Inputs(plan).ShouldHaveSingleItem();
        input.Text.ShouldBe("Capital of Italy?");
        input.Turns.ShouldHaveSingleItem().Text.ShouldBe("And\n\nof France?");
        input.SimulateAfterTurns.ShouldBeFalse();
        plan.Warnings.ShouldHaveSingleItem().ShouldContain("answers of the assistant are not played");
    }

    [Fact]
    public void Instructions_alone_are_what_is_said()
    {
        using InputProject project = new();

        ExperimentInput input = project
            .Read("samples.jsonl", """{"input": [{"role": "system", "content": "Name a colour."}], "ideal": "red"}""")
            .ShouldHaveSingleItem();

        input.Text.ShouldBe("Name a colour.");
        input.Metadata.ShouldBeNull();
    }

    [Theory]
    [InlineData(
        "samples.json",
        """[{"id": 7, "input": "Which?", "target": "B", "choices": ["red", "blue"], "metadata": {"level": 2}, "author": "me"}]"""
    )]
    [InlineData(
        "samples.jsonl",
        """{"id": "7", "input": "Which?", "target": "B", "choices": ["red", "blue"], "metadata": {"level": 2}, "author": "me"}"""
    )]
    [InlineData(
        "samples.yaml",
        "- {id: 7, input: Which?, target: B, choices: [red, blue], metadata: {level: 2}, author: me}"
    )]
    public void A_sample_of_inspect_shows_its_choices(string file, string content)
    {
        using InputProject project = new();

        RunPlan plan = project.Plan(file, content);

        plan.InputsFormat.ShouldBe(DatasetFormat.Inspect);
        ExperimentInput input = InputProject.Inputs(plan).ShouldHaveSingleItem();
        input.Id.ShouldBe("7");
        input.Text.ShouldBe("Which?\n\nA) red\nB) blue");
        input.Expected!.GetValue<string>().ShouldBe("B");
        input.Metadata!["level"]!.GetValue<long>().ShouldBe(2);
        input.Metadata!["choices"]!.AsArray().Count.ShouldBe(2);
        input.Notes!["author"]!.GetValue<string>().ShouldBe("me");
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Choices_stand_behind_the_users_last_message()
    {
        using InputProject project = new();

        ExperimentInput input = project
            .Read(
                "samples.yaml",
                """
                - input:
                    - {role: user, content: Hello}
                    - {role: assistant, content: Hi}
                    - {role: user, content: [{type: text, text: Which?}, {type: image, image: a.png}]}
                  target: A
                  choices: [yes, no]
                """
            )
            .ShouldHaveSingleItem();

        input.Text.ShouldBe("Hello");
        input.Turns.ShouldHaveSingleItem().Text.ShouldBe("Which?\n\nA) yes\nB) no");
    }

    [Fact]
    public void A_table_of_inspect_is_named()
    {
        using InputProject project = Project(new InputSettings { Format = DatasetFormat.Inspect });

        RunPlan plan = project.Plan(
            "samples.csv",
            "id,input,target,choices,metadata,setup\n1,Which?,B,\"red, blue\",\"{\"\"level\"\": 2}\",apt install x\n2,How?,,,,\n"
        );

        IReadOnlyList<ExperimentInput> inputs = InputProject.Inputs(plan);
        inputs[0].Text.ShouldBe("Which?\n\nA) red\nB) blue");
        inputs[0].Metadata!["level"]!.GetValue<long>().ShouldBe(2);
        inputs[0].Metadata!["setup"]!.GetValue<string>().ShouldBe("apt install x");
        inputs[1].Expected.ShouldBeNull();
        inputs[1].Metadata.ShouldBeNull();
        plan.Warnings.ShouldHaveSingleItem()
            .ShouldBe("samples.csv:2:1: `setup` is not carried out; it is in `metadata.setup`");
    }

    [Fact]
    public void Parts_may_have_other_names()
    {
        using InputProject project = Project(
            new InputSettings
            {
                Format = DatasetFormat.Inspect,
                Fields = new InputFields { Input = "question", Expected = "answer" },
            }
        );

        ExperimentInput input = project
            .Read("samples.jsonl", """{"question": "2+2?", "answer": 4, "choices": "3, 4"}""")
            .ShouldHaveSingleItem();

        input.Text.ShouldBe("2+2?\n\nA) 3\nB) 4");
        input.Expected!.GetValue<long>().ShouldBe(4);
    }

    [Theory]
    [InlineData(
        """{"input": [{"role": "user", "content": "hi"}]}""",
        "a.jsonl:1:11: input: is a list of chat messages, and the record has neither `ideal`"
    )]
    [InlineData(
        """{"input": "hi", "ideal": "a", "target": "b"}""",
        "a.jsonl:1:1: has both `ideal` (OpenAI evals) and `target` (Inspect); say which with `inputs.format` or `--inputs-format`"
    )]
    [InlineData("""{"input": [], "ideal": "a"}""", "a.jsonl:1:11: input: has no message of the user")]
    [InlineData(
        """{"input": [{"role": "robot", "content": "hi"}], "ideal": "a"}""",
        "a.jsonl:1:21: input[0]: the `role` of a chat message is"
    )]
    [InlineData(
        """{"input": [{"role": "user", "content": " "}], "ideal": "a"}""",
        "a.jsonl:1:40: input[0].content: is empty; write what the user says"
    )]
    [InlineData(
        """{"input": ["hi"], "ideal": "a"}""",
        "a.jsonl:1:12: input[0]: is a text, not a chat message; write for example"
    )]
    [InlineData(
        """{"input": {"text": "hi"}, "ideal": "a"}""",
        "a.jsonl:1:11: input: is a mapping; expected a text or a list of chat messages"
    )]
    [InlineData("""{"input": "", "ideal": "a"}""", "a.jsonl:1:11: input: is empty")]
    public void Mistakes_are_told_with_place_and_advice(string line, string error)
    {
        using InputProject project = new();

        project.Errors("a.jsonl", line).ShouldContain(error);
    }

    [Fact]
    public void Every_bad_line_is_told_and_numbers_stay()
    {
        using InputProject project = Project(new InputSettings { OnBadLine = BadLine.Skip });
        const string lines = """
            {"input": "one", "ideal": "1"}
            {"inptu": "two", "ideal": "2"}
            {"input": "three", "ideal": "3"}
            """;

        RunPlan plan = project.Plan("a.jsonl", lines);

        InputProject.Inputs(plan).Select(input => input.Id).ShouldBe(["input_0001", "input_0003"]);
        plan.Warnings[0]
            .ShouldBe(
                "skipped a.jsonl:2:1: a sample of OpenAI evals has no `input`; did you mean `inptu`?; its keys are `inptu`, `ideal`; "
                    + "name the key that holds it with `inputs.fields.input`"
            );
    }

    [Fact]
    public void A_file_read_as_another_format_says_what_its_records_lack()
    {
        using InputProject project = Project(new InputSettings { Format = DatasetFormat.Inspect });

        project
            .Errors("a.jsonl", """{"vars": {"question": "hi"}}""")
            .ShouldContain("a.jsonl:1:1: a sample of Inspect has no `input`; its keys are `vars`");
    }

    [Fact]
    public void The_same_entries_have_the_same_hash_from_either_format()
    {
        using InputProject project = new();

        string evals = project.Plan("a.jsonl", """{"id": "1", "input": "2+2?", "ideal": "4"}""").DatasetHash;
        string inspect = project.Plan("b.jsonl", """{"id": "1", "input": "2+2?", "target": "4"}""").DatasetHash;
        string own = project.Plan("c.jsonl", """{"id": "1", "input": "2+2?", "expected": "4"}""").DatasetHash;

        evals.ShouldBe(own);
        inspect.ShouldBe(own);
    }

    private static InputProject Project(InputSettings inputs) =>
        new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new() { Target = "app.agent:run" },
                Inputs = inputs,
            },
        };
}
