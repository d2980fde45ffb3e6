using System.Text;
using Baton.Configuration;
using Baton.Experiments.Planning;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Inputs;

public sealed class WrongInputTests
{
    private static readonly (string File, string Content)[] Mistakes =
    [
        ("empty.yaml", ""),
        ("empty.json", ""),
        ("empty.jsonl", "\n\n"),
        ("empty.csv", ""),
        ("header-only.csv", "input,persona\n"),
        ("empty-list.yaml", "inputs: []"),
        ("empty-list.json", "[]"),
        ("no-list.yaml", "inputs:\n"),
        ("scalar.yaml", "just a text"),
        ("misspelt-list.yaml", "input:\n  - input: hi"),
        ("two-lists.yaml", "inputs: [a]\ngenerated_inputs: [b]"),
        ("unknown-key.yaml", "- input: hi\n  person: novice\n- input: ho\n  metdata: {}"),
        ("unknown-key.jsonl", "{\"input\": \"hi\"}\n{\"input\": \"hi\", \"person\": \"novice\"}"),
        ("missing-input.jsonl", "{\"id\": \"a\"}"),
        ("null-input.json", "[{\"input\": null}, null, \"\", {\"input\": \"  \"}]"),
        (
            "wrong-types.yaml",
            "- input: [a]\n  id: {a: b}\n  persona: [x]\n  metadata: text\n  turns: hi\n  approvals: {}\n  expect: x"
        ),
        ("wrong-types.jsonl", "{\"input\": {\"a\": 1}}\n[1]\n42\nnull\n\"ok\""),
        ("syntax.yaml", "inputs:\n  - input: \"never closed\n"),
        ("tab.yaml", "inputs:\n\t- input: hi"),
        ("syntax.json", "[{\"input\": \"hi\",}]"),
        ("syntax.jsonl", "{\"input\": \"hi\"}\n{\"input\": \"hi\"\n{\"input\": \"hi\"} x"),
        ("text.jsonl", "How do I start?"),
        ("duplicate-key.yaml", "- input: a\n  input: b"),
        (
            "duplicate-key.jsonl",
            "{\"input\": \"a\", \"input\": \"b\"}\n{\"input\": \"a\", \"metadata\": {\"k\": 1, \"k\": 2}}"
        ),
        ("half-a-character.jsonl", "{\"input\": \"\\ud83d\"}\n{\"input\": \"a\", \"metadata\": {\"k\": \"\\udc00\"}}"),
        (
            "duplicate-ids.jsonl",
            "{\"input\": \"a\", \"id\": \"x\"}\n{\"input\": \"b\"}\n\n{\"input\": \"c\", \"id\": \"x\"}"
        ),
        ("duplicate-numbered-id.yaml", "- input: a\n  id: input_0002\n- input: b"),
        ("duplicate-ids.csv", "id,input\na,1\nb,2\na,3"),
        ("bad-id.jsonl", "{\"input\": \"a\", \"id\": \"\"}\n{\"input\": \"a\", \"id\": \"a\\nb\"}"),
        ("bad-persona.yaml", "- {input: a, persona: a/b}\n- {input: a, persona: \"\"}\n- {input: a, persona: \"-\"}"),
        ("bad-persona.csv", "input,persona\nhi,\"a,b\""),
        (
            "turns.yaml",
            "- {input: a, turns: []}\n- {input: a, turns: [simulate, hi]}\n- {input: a, turns: [\"\", {user: a, input: b}, {expect: {contains: x}}, {use: b}]}"
        ),
        (
            "approvals.yaml",
            "- {input: a, approvals: [{decision: edit}, {decision: maybe}, {decision: approve, arguments: {}, reason: x}, {turn: 0}]}"
        ),
        (
            "expect.yaml",
            "- input: a\n  expect: {regex: \"(\", contain: b}\n- input: a\n  expect: {contains: {a: b}, tool_called: []}"
        ),
        ("no-input-column.csv", "question,answer\na,b"),
        ("semicolons.csv", "input;persona\na;b"),
        ("twice.csv", "input,id,input,\na,b,c,d"),
        ("turns.csv", "input,turns\na,b"),
        ("ragged.csv", "input,id\na\na,b,c\n\"two\nlines\",1,2"),
        ("blank-input.csv", "input,id\n,a\n  ,b"),
        ("quotes.csv", "input,id\nhe said \"hi\",2\n\"ok\",3\n"),
        ("open-quote.csv", "input,id\nok,1\n\"open,2\nmore,3\n"),
        ("metadata.csv", "input,metadata,metadata.k\na,nope,\na,[1],\na,\"{\"\"k\"\": 1}\",2"),
        ("kind.txt", "hi"),
        ("kind", "hi"),
    ];

    [Fact]
    public void Every_mistake_is_named_with_its_place_and_the_way_out()
    {
        using InputProject project = new();
        StringBuilder messages = new();
        foreach ((string file, string content) in Mistakes)
        {
            messages.Append("## ").Append(file).Append('\n');
            messages.Append(project.Errors(file, content)).Append("\n\n");
        }

        ApprovedText.ShouldBeApproved(messages.ToString(), "wrong-inputs.txt");
    }

    [Theory]
    [InlineData("a.yaml", new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "a.yaml:1:1: is UTF-16; save it as UTF-8")]
    [InlineData(
        "a.jsonl",
        new byte[] { 0xFF, 0xFE, (byte)'a', 0 },
        "a.jsonl:1:4: the file is UTF-16; save it as UTF-8"
    )]
    [InlineData("a.csv", new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "a.csv:1:4: the file is UTF-16; save it as UTF-8")]
    [InlineData(
        "a.csv",
        new byte[] { (byte)'a', (byte)'\n', 0x7F, (byte)'E', 0, 1 },
        "a.csv:2:3: a zero byte: the file is binary, not text; give a text file in UTF-8"
    )]
    [InlineData(
        "a.jsonl",
        new byte[] { (byte)'\n', 0xC3, 0xA9, 0xE9, (byte)'x' },
        "a.jsonl:2:2: byte 0xE9 is not UTF-8; save the file as UTF-8"
    )]
    public void A_file_that_is_no_utf8_text_is_refused(string file, byte[] content, string expected)
    {
        using InputProject project = new();
        File.WriteAllBytes(project.Write(file, ""), content);

        ConfigurationException error = Should.Throw<ConfigurationException>(() =>
            RunPlan.Create(project.Request(file))
        );

        error.Message.ShouldBe(expected);
    }

    [Fact]
    public void Of_very_many_mistakes_the_first_are_shown_and_the_rest_counted()
    {
        using InputProject project = new();
        string lines = string.Concat(Enumerable.Range(0, 1000).Select(_ => "{\"input\": \"a\", \"person\": 1}\n"));

        string[] errors = project.Errors("a.jsonl", lines).Split('\n');

        errors.Length.ShouldBe(51);
        errors[0].ShouldStartWith("a.jsonl:1:");
        errors[^1].ShouldBe("a.jsonl: 950 more errors; correct these first");
        project
            .Errors("a.yaml", string.Concat(Enumerable.Repeat("- {input: a, person: b}\n", 60)))
            .ShouldEndWith("\na.yaml: 10 more errors; correct these first");
    }

    [Fact]
    public void A_line_over_the_limit_is_named_by_its_number()
    {
        using InputProject project = new();
        string content =
            "{\"input\":\"a\"}\n{\"input\":\"" + new string('x', 17 * 1024 * 1024) + "\"}\n{\"input\":\"a\"}\n";

        project
            .Errors("a.jsonl", content)
            .ShouldBe("a.jsonl:2:1: the line is over 16 MiB; is the file what it should be?");
        project
            .Errors("a.csv", "input\n" + content)
            .ShouldBe("a.csv:3:1: the line is over 16 MiB; is the file what it should be?");
    }

    [Fact]
    public void A_missing_file_or_a_folder_is_named_with_where_it_was_looked_for()
    {
        using InputProject project = new();
        Directory.CreateDirectory(Path.Combine(project.Root, "folder.yaml"));
        string Message(string? file) =>
            Should.Throw<ConfigurationException>(() => RunPlan.Create(project.Request(file))).Message;

        Message("no.csv").ShouldBe($"--inputs: no file `no.csv`; looked for `{project.Root}/no.csv`");
        Message("folder.yaml").ShouldBe("folder.yaml: is a folder; name a file of inputs (.yaml, .json, .jsonl, .csv)");
        Message(null)
            .ShouldBe(
                "configuration: no inputs: there is no `inputs/generated.yaml`; write it (`inputs:` and below it one "
                    + "`- input: \"…\"` each), name another file with `inputs_file` or `--inputs`, or list `base_inputs` here"
            );
    }

    [Fact]
    public void A_column_that_is_nearly_known_is_taken_as_metadata_with_a_warning()
    {
        using InputProject project = new();

        RunPlan plan = project.Plan("a.csv", "input,persna\nhi,novice\n");

        plan.Warnings.ShouldBe(["a.csv:1:1: column `persna` is taken as metadata; did you mean `persona`?"]);
        InputProject.Inputs(plan).Single().Metadata!.ToJsonString().ShouldBe("""{"persna":"novice"}""");
    }

    [Fact]
    public async Task A_file_that_shrinks_during_the_experiment_stops_it()
    {
        using InputProject project = new();
        RunPlan plan = project.Plan("a.jsonl", "{\"input\":\"a\"}\n{\"input\":\"b\"}\n");
        project.Write("a.jsonl", "{\"input\":\"a\"}\n");

        ConfigurationException error = await Should.ThrowAsync<ConfigurationException>(async () =>
        {
            await foreach (PlannedRun _ in plan.ReadAsync(TestContext.Current.CancellationToken)) { }
        });

        error.Message.ShouldBe(
            "a.jsonl: changed during the experiment: 1 inputs where there were 2; leave the file alone while runs are made from it"
        );
    }
}
