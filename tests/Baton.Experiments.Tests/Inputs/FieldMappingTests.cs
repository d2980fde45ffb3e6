using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using Baton.Targets;

namespace Baton.Experiments.Tests.Inputs;

public sealed class FieldMappingTests
{
    private static readonly InputFields Quiz = new()
    {
        Input = "question",
        Expected = "answer",
        Persona = "who",
        Id = "qid",
    };

    [Theory]
    [InlineData("quiz.csv", "qid,question,answer,who,topic\n7,How many?,42,novice,space\n")]
    [InlineData(
        "quiz.jsonl",
        """{"qid": 7, "question": "How many?", "answer": "42", "who": "novice", "topic": "space"}"""
    )]
    [InlineData("quiz.yaml", "- {qid: 7, question: How many?, answer: '42', who: novice, topic: space}")]
    [InlineData(
        "quiz.json",
        """[{"qid": "7", "question": "How many?", "answer": "42", "who": "novice", "topic": "space"}]"""
    )]
    public void Columns_and_keys_are_taken_as_the_parts_they_are_mapped_to(string file, string content)
    {
        using InputProject project = Project(new InputSettings { Fields = Quiz });

        ExperimentInput input = project.Read(file, content).ShouldHaveSingleItem();

        input.Id.ShouldBe("7");
        input.Text.ShouldBe("How many?");
        input.Persona.ShouldBe("novice");
        input.Expected!.GetValue<string>().ShouldBe("42");
        JsonNode.DeepEquals(input.Metadata, new JsonObject { ["topic"] = "space" }).ShouldBeTrue();
    }

    [Fact]
    public void A_path_leads_into_a_record_and_what_is_beside_it_is_metadata()
    {
        using InputProject project = Project(
            new InputSettings
            {
                Fields = new InputFields { Input = "messages[0].content", Expected = "messages[-1].content" },
            }
        );

        ExperimentInput input = project
            .Read(
                "chats.jsonl",
                """{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}], "split": "test"}"""
            )
            .ShouldHaveSingleItem();

        input.Text.ShouldBe("hi");
        input.Expected!.GetValue<string>().ShouldBe("hello");
        input.Metadata!.ToJsonString().ShouldBe("""{"split":"test"}""");
    }

    [Fact]
    public void A_key_with_dots_in_its_name_is_found_before_a_path()
    {
        using InputProject project = Project(new InputSettings { Fields = new InputFields { Input = "user.text" } });

        project
            .Read("a.jsonl", """{"user.text": "literal", "user": {"text": "path"}}""")
            .ShouldHaveSingleItem()
            .Text.ShouldBe("literal");
    }

    [Fact]
    public void A_part_that_is_not_mapped_stands_under_its_own_name()
    {
        using InputProject project = Project(new InputSettings { Fields = new InputFields { Input = "question" } });

        ExperimentInput input = project
            .Read("a.jsonl", """{"question": "hi", "input": "other", "persona": "novice", "turns": ["more"]}""")
            .ShouldHaveSingleItem();

        input.Persona.ShouldBe("novice");
        input.Turns.Count.ShouldBe(1);
        input.Metadata!.ToJsonString().ShouldBe("""{"input":"other"}""");
    }

    [Fact]
    public void A_record_without_the_mapped_key_is_an_error_with_its_line_and_the_key_that_is_near()
    {
        using InputProject project = Project(new InputSettings { Fields = Quiz });

        string errors = project.Errors("a.jsonl", "{\"question\": \"hi\"}\n{\"qestion\": \"ho\"}\n");

        errors.ShouldContain("a.jsonl:2:1");
        errors.ShouldContain("has no `question` (`inputs.fields.input`)");
        errors.ShouldContain("did you mean `qestion`?");
    }

    [Fact]
    public void A_column_that_is_not_there_is_an_error_about_the_header()
    {
        using InputProject project = Project(new InputSettings { Fields = Quiz });

        string errors = project.Errors("a.csv", "question,answer,whom,qid\nhi,ho,novice,1\n");

        errors.ShouldContain(
            "a.csv:1:1: no column `who` (`inputs.fields.persona`) in the header; did you mean `whom`?"
        );
    }

    [Fact]
    public void A_mistake_in_a_mapped_entry_is_told_where_it_was_written()
    {
        using InputProject project = Project(new InputSettings { Fields = Quiz });

        project.Errors("a.jsonl", "\n{\"question\": \"hi\", \"who\": \"a/b\"}").ShouldContain("a.jsonl:2:20: persona:");
    }

    [Theory]
    [InlineData(
        "bad.jsonl",
        "{\"input\": \"one\"}\n{\"input\": }\n{\"input\": \"three\", \"person\": 1}\nfour\n{\"input\": \"five\"}\n",
        new[] { 2, 3, 4 },
        new[] { "input_0001", "input_0005" }
    )]
    [InlineData(
        "bad.csv",
        "input,persona\none,novice\ntwo\nthr\"ee,novice\n,novice\nfive,novice\n",
        new[] { 3, 4, 5 },
        new[] { "input_0001", "input_0005" }
    )]
    [InlineData(
        "bad.yaml",
        "- one\n- {inptu: two}\n- {input: three, expect: 3}\n- ''\n- five\n",
        new[] { 2, 3, 4 },
        new[] { "input_0001", "input_0005" }
    )]
    public void Bad_lines_are_skipped_named_by_number_and_counted_where_that_is_asked(
        string file,
        string content,
        int[] skipped,
        string[] left
    )
    {
        using InputProject project = Project(new InputSettings { OnBadLine = BadLine.Skip });

        RunPlan plan = project.Plan(file, content);

        InputProject.Inputs(plan).Select(input => input.Id).ShouldBe(left);
        plan.SkippedInputs.ShouldBe(skipped.Length);
        foreach (int line in skipped)
        {
            plan.Warnings.ShouldContain(warning =>
                warning.StartsWith($"skipped {file}:{line}:", StringComparison.Ordinal)
            );
        }

        plan.Warnings.ShouldContain($"3 entries were skipped in `{file}` (`inputs.on_bad_line: skip`)");
    }

    [Fact]
    public void A_bad_line_is_fatal_unless_skipping_is_asked()
    {
        using InputProject project = Project(new InputSettings());

        project.Errors("bad.jsonl", "{\"input\": \"one\"}\nnot JSON\n").ShouldContain("bad.jsonl:2:1");
    }

    [Fact]
    public void Thousands_of_bad_lines_are_counted_and_the_first_ten_are_told()
    {
        using InputProject project = Project(new InputSettings { OnBadLine = BadLine.Skip });

        RunPlan plan = project.Plan("bad.jsonl", "\"good\"\n" + string.Concat(Enumerable.Repeat("{}\n", 5000)));

        plan.SkippedInputs.ShouldBe(5000);
        plan.Warnings.Count.ShouldBe(11);
    }

    [Theory]
    [InlineData("all.jsonl", "{}\n{}\n", "every entry has a mistake; the first is all.jsonl:1:1")]
    [InlineData("header.csv", "text\nhi\n", "no column `input`")]
    [InlineData("quote.csv", "input\none\n\"two\nthree\n", "never closed")]
    [InlineData("twice.jsonl", "{\"input\": \"a\", \"id\": \"x\"}\n{\"input\": \"b\", \"id\": \"x\"}", "given twice")]
    [InlineData("syntax.yaml", "- input: \"never closed", "syntax.yaml:1")]
    public void What_is_no_mistake_of_one_line_is_fatal_even_where_lines_are_skipped(
        string file,
        string content,
        string expected
    )
    {
        using InputProject project = Project(new InputSettings { OnBadLine = BadLine.Skip });

        project.Errors(file, content).ShouldContain(expected);
    }

    [Theory]
    [InlineData("inputs: {fields: {input: ''}}", "2:", "inputs.fields.input")]
    [InlineData("inputs: {fields: {input: a, expected: a}}", "2:", "`a` is `input` already")]
    [InlineData("inputs: {fields: {input: 'a[*].b'}}", "2:", "leads to many values")]
    [InlineData("inputs: {on_bad_line: ignore}", "2:", "inputs.on_bad_line")]
    [InlineData("inputs_file: a.csv\ninputs: {file: b.csv}", "3:", "inputs.file")]
    public void A_wrong_section_is_told_with_its_place(string yaml, string line, string expected)
    {
        ConfigurationErrors errors = new();
        ConfigurationMapping tree = (ConfigurationMapping)
            ConfigurationText.Parse(
                "c.yaml",
                System.Text.Encoding.UTF8.GetBytes($"runner: {{target: 'a:b'}}\n{yaml}"),
                ConfigurationFormat.Yaml,
                errors
            )!;

        ConfigurationBinder.Bind<ExperimentSettings>(SettingSpellings.Unite(tree, errors), errors);

        ConfigurationError error = errors.Items.ShouldHaveSingleItem();
        error.ToString().ShouldStartWith($"c.yaml:{line}");
        error.ToString().ShouldContain(expected);
    }

    private static InputProject Project(InputSettings inputs) =>
        new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new RunnerOptions { Target = "app.agent:run" },
                Inputs = inputs,
            },
        };
}
