using System.Text;
using Baton.Experiments.Inputs;

namespace Baton.Experiments.Tests.Inputs;

public sealed class InputFormatTests
{
    public static TheoryData<string, string> SameEntries =>
        new()
        {
            {
                "a.yaml",
                """
                    generated_inputs:
                      - input: "How do I start?"
                        persona: novice_user
                        id: start
                        expected: Click start
                        metadata: {source: crm}
                      - What are advanced options?
                    """
            },
            {
                "a.yaml",
                """
                    version: 1
                    inputs:
                      - {input: How do I start?, persona: novice_user, id: start, expected: Click start, metadata: {source: crm}}
                      - input: What are advanced options?
                    """
            },
            {
                "a.json",
                """
                    [{"input": "How do I start?", "persona": "novice_user", "id": "start", "expected": "Click start", "metadata": {"source": "crm"}},
                     "What are advanced options?"]
                    """
            },
            {
                "a.json",
                """
                    {"base_inputs": [{"input": "How do I start?", "persona": "novice_user", "id": "start", "expected": "Click start", "metadata": {"source": "crm"}},
                     {"input": "What are advanced options?"}]}
                    """
            },
            {
                "a.jsonl",
                """
                    {"input": "How do I start?", "persona": "novice_user", "id": "start", "expected": "Click start", "metadata": {"source": "crm"}}

                    {"input": "What are advanced options?", "persona": null}
                    """
            },
            {
                "a.csv",
                """
                    id,input,persona,expected,source
                    start,How do I start?,novice_user,Click start,crm

                    ,What are advanced options?,,,
                    """
            },
            {
                "a.csv",
                """
                    "expected","metadata.source","input","id","persona"
                    "Click start","crm","How do I start?","start","novice_user"
                    "","","What are advanced options?","",""
                    """
            },
            {
                "a.csv",
                """
                    id,input,persona,expected,metadata
                    start,How do I start?,novice_user,Click start,"{""source"": ""crm""}"
                    ,What are advanced options?,,,
                    """
            },
        };

    [Theory]
    [MemberData(nameof(SameEntries))]
    public void Every_format_gives_the_same_entries_and_the_same_hash(string file, string content)
    {
        using InputProject project = new();
        string expectedHash = project.Plan("reference.jsonl", Reference).DatasetHash;

        Baton.Experiments.Planning.RunPlan plan = project.Plan(file, content);

        IReadOnlyList<ExperimentInput> inputs = InputProject.Inputs(plan);
        inputs.Select(input => input.Id).ShouldBe(["start", "input_0002"]);
        inputs.Select(input => input.Text).ShouldBe(["How do I start?", "What are advanced options?"]);
        inputs.Select(input => input.Persona).ShouldBe(["novice_user", null]);
        inputs[0].Expected!.GetValue<string>().ShouldBe("Click start");
        inputs[0].Metadata!.ToJsonString().ShouldBe("""{"source":"crm"}""");
        plan.DatasetHash.ShouldBe(expectedHash);
    }

    [Theory]
    [MemberData(nameof(SameEntries))]
    public void A_byte_order_mark_and_windows_line_ends_change_nothing(string file, string content)
    {
        using InputProject project = new();
        string path = project.Write(file, "");
        File.WriteAllText(
            path,
            content.ReplaceLineEndings("\r\n"),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );

        Baton.Experiments.Planning.RunPlan plan = Baton.Experiments.Planning.RunPlan.Create(project.Request(file));

        InputProject
            .Inputs(plan)
            .Select(input => input.Text)
            .ShouldBe(["How do I start?", "What are advanced options?"]);
        plan.DatasetHash.ShouldBe(project.Plan("reference.jsonl", Reference).DatasetHash);
    }

    [Fact]
    public void Expected_answers_and_metadata_keep_their_types()
    {
        using InputProject project = new();

        ExperimentInput json = project
            .Read(
                "a.jsonl",
                """{"input":"x","expected":{"total":1.50,"n":[1,true,null]},"metadata":{"deep":{"a":"é\ud83d\ude00"}}}"""
            )
            .Single();
        ExperimentInput yaml = project
            .Read("a.yaml", "- {input: x, expected: {total: 1.5, n: [1, true, null]}}")
            .Single();

        json.Expected!.ToJsonString().ShouldBe("""{"total":1.50,"n":[1,true,null]}""");
        json.Metadata!["deep"]!["a"]!.GetValue<string>().ShouldBe("é😀");
        yaml.Expected!.ToJsonString().ShouldBe("""{"total":1.5,"n":[1,true,null]}""");
    }

    [Fact]
    public void A_csv_field_may_hold_commas_quotes_and_line_breaks()
    {
        using InputProject project = new();

        IReadOnlyList<ExperimentInput> inputs = project.Read(
            "a.csv",
            "input,id\n\"one, \"\"two\"\"\nthree\",7\nlast,8\n"
        );

        inputs.Select(input => input.Text).ShouldBe(["one, \"two\"\nthree", "last"]);
        inputs.Select(input => input.Id).ShouldBe(["7", "8"]);
    }

    [Fact]
    public void An_entry_scripts_turns_approvals_and_expectations()
    {
        using InputProject project = new();

        ExperimentInput input = project
            .Read(
                "a.yaml",
                """
                - input: Refund my order
                  expect: {contains: order number, not_contains: [sorry, error], regex: "(?i)which"}
                  turns:
                    - It is 4711
                    - user: Thanks
                      expect: {equals: You are welcome, tool_called: close_ticket}
                    - simulate
                  approvals:
                    - {turn: 2, tool: refund, decision: edit, arguments: {amount: 10}}
                    - {decision: deny, reason: too much}
                """
            )
            .Single();

        input.Expect!.Contains.ShouldBe(["order number"]);
        input.Expect.NotContains.ShouldBe(["sorry", "error"]);
        input.Expect.Regex.ShouldBe(["(?i)which"]);
        input.Turns.Select(turn => turn.Text).ShouldBe(["It is 4711", "Thanks"]);
        input.Turns[1].Expect!.EqualTo.ShouldBe("You are welcome");
        input.Turns[1].Expect!.ToolCalled.ShouldBe(["close_ticket"]);
        input.SimulateAfterTurns.ShouldBeTrue();
        input.Approvals[0].Turn.ShouldBe(2);
        input.Approvals[0].Decision.ShouldBe(ApprovalDecision.Edit);
        input.Approvals[0].Arguments!.ToJsonString().ShouldBe("""{"amount":10}""");
        input.Approvals[1].Reason.ShouldBe("too much");
    }

    [Fact]
    public void Json_lines_may_hold_scripts_too()
    {
        using InputProject project = new();

        ExperimentInput input = project.Read("a.jsonl", """{"input":"Hi","turns":["Bye"]}""").Single();

        input.Turns.Single().Text.ShouldBe("Bye");
        input.SimulateAfterTurns.ShouldBeFalse();
    }

    [Fact]
    public void Without_turns_the_supervisor_goes_on()
    {
        using InputProject project = new();

        project.Read("a.jsonl", """{"input":"Hi"}""").Single().SimulateAfterTurns.ShouldBeTrue();
        project.Read("a.yaml", "- {input: Hi, turns: [simulate]}").Single().SimulateAfterTurns.ShouldBeTrue();
    }

    private const string Reference = """
        {"input": "How do I start?", "persona": "novice_user", "id": "start", "expected": "Click start", "metadata": {"source": "crm"}}
        "What are advanced options?"
        """;
}
