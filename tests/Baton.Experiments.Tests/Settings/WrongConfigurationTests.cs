using System.Text;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Settings;

public sealed class WrongConfigurationTests
{
    private static readonly (string Name, string Content)[] Mistakes =
    [
        ("empty", ""),
        ("no runner", "iterations: 2"),
        ("no target", "runner: {}"),
        ("two targets", "runner: {target: \"a:b\", http: {url: \"http://localhost/\"}}"),
        ("a list", "- runner"),
        ("unknown key", "iteration: 2\nrunner: {target: \"a:b\", timeout: 3}"),
        ("key in the wrong section", "max_turns: 3\nrunner: {target: \"a:b\"}"),
        (
            "wrong types",
            "iterations: many\npersonas: novice\nmulti_turn: true\nsave_traces: \"yes\"\nrunner: {target: [a]}"
        ),
        (
            "out of range",
            "iterations: 0\nparallel_runs: 0\nfail_under: 2\nmulti_turn: {max_turns: 0}\nrunner: {target: \"a:b\"}"
        ),
        (
            "unknown word",
            "output: {format: parket}\nmulti_turn: {supervisor: {provider: opnai}}\nrunner: {target: \"a:b\"}"
        ),
        ("a table nobody can write", "output:\n  directory: out\n  format: parquet\nrunner: {target: \"a:b\"}"),
        ("bad duration", "runner: {target: \"a:b\", timeout_seconds: 5x, guards: {max_duration: soon}}"),
        ("bad path expression", "runner: {target: \"a:b\", stream_output_path: \"a[\"}"),
        ("bad template", "input_template: \"{{ inputt }}\"\nrunner: {target: \"a:b\"}"),
        ("missing variable", "name: ${BATON_TEST_NOWHERE}\nrunner: {target: \"a:b\"}"),
        ("duplicate key", "iterations: 1\niterations: 2\nrunner: {target: \"a:b\"}"),
        ("syntax", "runner: {target: \"a:b}\nname: x"),
        ("unfinished mapping", "runner: {target: \"a:b\"\nname: x"),
        ("tab", "runner:\n\ttarget: \"a:b\""),
        ("binary", "runner:\0"),
        ("personas", "personas: [{name: a}, {name: a}, {name: b/c}, {description: x}]\nrunner: {target: \"a:b\"}"),
        ("persona twice", "personas: [{name: a}, {name: a}, {name: b/c}]\nrunner: {target: \"a:b\"}"),
        ("base inputs", "base_inputs:\n  - input: a\n    person: b\n  - \"\"\nrunner: {target: \"a:b\"}"),
        ("empty base inputs", "base_inputs: []\nrunner: {target: \"a:b\"}"),
    ];

    [Fact]
    public void Every_mistake_is_named_with_its_place_and_the_way_out()
    {
        StringBuilder messages = new();
        foreach ((string name, string content) in Mistakes)
        {
            using ConfigurationProject project = new();
            messages.Append("## ").Append(name).Append('\n');
            messages.Append(project.WriteConfig(content).Errors()).Append("\n\n");
        }

        ApprovedText.ShouldBeApproved(messages.ToString(), "wrong-configurations.txt");
    }

    [Fact]
    public void A_wrong_value_outside_files_is_named_by_its_option_or_variable()
    {
        using ConfigurationProject project = new();
        project.WriteConfig(ConfigurationProject.Runner);
        project.Environment["BATON_MULTI_TURN__MAXTURNS"] = "3";
        project.Environment["BATON_ITERATIONS"] = "many";

        project
            .Errors(project.Request(("multi_turn.max_turns", "0", "--max-turns")))
            .Split('\n')
            .ShouldBe(
                [
                    "BATON_ITERATIONS: iterations: expected a whole number, found the text `many`",
                    "BATON_MULTI_TURN__MAXTURNS: multi_turn.maxturns: unknown key; did you mean `max_turns`?",
                    "--max-turns: multi_turn.max_turns: must be from 1 to 1000, not 0",
                ],
                ignoreOrder: true
            );
    }
}
