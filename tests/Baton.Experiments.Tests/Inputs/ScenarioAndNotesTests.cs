using Baton.Experiments.Inputs;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Inputs;

public sealed class ScenarioAndNotesTests
{
    [Theory]
    [InlineData("a.yaml", "- {input: Hi, scenario: You are Mia., notes: {source: crm}, expect: {regex: [a, b]}}")]
    [InlineData(
        "a.jsonl",
        """{"input": "Hi", "scenario": "You are Mia.", "notes": {"source": "crm"}, "expect": {"regex": ["a", "b"]}}"""
    )]
    public void An_entry_tells_of_its_user_and_keeps_notes(string file, string content)
    {
        using InputProject project = new();

        ExperimentInput input = project.Read(file, content).ShouldHaveSingleItem();

        input.Scenario.ShouldBe("You are Mia.");
        input.Notes!["source"]!.GetValue<string>().ShouldBe("crm");
        input.Metadata.ShouldBeNull();
        input.Expect!.Regex.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Mapped_fields_leave_them_their_meaning()
    {
        using InputProject project = new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new() { Target = "app.agent:run" },
                Inputs = new InputSettings { Fields = new InputFields { Input = "q" } },
            },
        };

        ExperimentInput input = project
            .Read("a.yaml", "- {q: Hi, scenario: You are Mia., notes: {source: crm}, topic: x}")
            .ShouldHaveSingleItem();

        input.Scenario.ShouldBe("You are Mia.");
        input.Notes!.Count.ShouldBe(1);
        input.Metadata!["topic"]!.GetValue<string>().ShouldBe("x");
    }

    [Theory]
    [InlineData("a.yaml", "- {input: Hi, scenario: ' '}", "a.yaml:1:15: [0].scenario: is empty; write who the user is")]
    [InlineData("a.csv", "input,scenario\nHi,x\n", "scenario: cannot be written in CSV")]
    public void Mistakes_are_told_with_their_place(string file, string content, string error)
    {
        using InputProject project = new();

        project.Errors(file, content).ShouldContain(error);
    }

    [Fact]
    public void The_hash_counts_them()
    {
        using InputProject project = new();

        string[] hashes =
        [
            project.Plan("a.yaml", "- {input: Hi}").DatasetHash,
            project.Plan("a.yaml", "- {input: Hi, scenario: You are Mia.}").DatasetHash,
            project.Plan("a.yaml", "- {input: Hi, notes: {a: 1}}").DatasetHash,
            project.Plan("a.yaml", "- {input: Hi, expect: {regex: a}}").DatasetHash,
            project.Plan("a.yaml", "- {input: Hi, expect: {regex: [a, b]}}").DatasetHash,
        ];

        hashes.Distinct().Count().ShouldBe(hashes.Length);
        project.Plan("a.yaml", "- {input: Hi, expect: {regex: [a]}}").DatasetHash.ShouldBe(hashes[3]);
    }
}
