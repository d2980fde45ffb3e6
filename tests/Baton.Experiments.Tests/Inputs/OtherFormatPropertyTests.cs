using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Conversations;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Inputs;

public sealed class OtherFormatPropertyTests
{
    private static readonly string[] Keys =
    [
        "input",
        "ideal",
        "target",
        "choices",
        "id",
        "metadata",
        "files",
        "role",
        "content",
        "text",
        "vars",
        "assert",
        "type",
        "value",
        "threshold",
        "options",
        "prefix",
        "prompts",
        "tests",
        "defaultTest",
        "scenarios",
        "config",
        "instruction",
        "user_scenario",
        "instructions",
        "persona",
        "actions",
        "name",
        "kwargs",
        "outputs",
        "initial_state",
        "message_history",
        "evaluation_criteria",
    ];

    private static readonly string[] Texts =
    [
        "",
        " ",
        "user",
        "system",
        "assistant",
        "contains",
        "not-contains-all",
        "equals",
        "regex",
        "(",
        "{{q}}",
        "{{ q | dump }}",
        "{% if %}",
        "[{\"role\": \"user\", \"content\": \"hi\"}]",
        "file://none.txt",
        "respond",
        "a,b",
        "hello",
        "\uD83D\uDE00",
    ];

    [Theory]
    [InlineData(DatasetFormat.Promptfoo)]
    [InlineData(DatasetFormat.OpenAIEvals)]
    [InlineData(DatasetFormat.Inspect)]
    [InlineData(DatasetFormat.TauBench)]
    [InlineData(null)]
    public void Any_record_is_read_or_refused_with_the_one_exception(DatasetFormat? format)
    {
        using InputProject project = Project(format);
        Prop.ForAll(
                Trees(4).ToArbitrary(),
                tree =>
                    Survives(project, "a.json", tree)
                    && Survives(project, "b.jsonl", tree)
                    && Survives(project, "c.yaml", $"[{tree}, {tree}]")
                    && Survives(
                        project,
                        "d.csv",
                        $"q,__expected,input,metadata\n{Cell(tree)},{Cell(tree)},x,{Cell(tree)}\n"
                    )
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Any_text_is_said_as_it_is_written_in_every_format()
    {
        using InputProject project = Project(null);
        Prop.ForAll(
                AnyText.ToArbitrary(),
                text =>
                {
                    string json = JsonSerializer.Serialize(text);
                    string[] said =
                    [
                        Said(project, $$"""{"input": [{"role": "user", "content": {{json}}}], "ideal": "x"}"""),
                        Said(project, $$"""{"input": {{json}}, "target": "x"}"""),
                        Said(project, $$"""{"user_id": "u", "instruction": {{json}}}""", input => input.Scenario!),
                    ];
                    return said[0] == text && said[1] == text && said[2] == text.Trim();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Assertions_on_texts_mean_what_they_say()
    {
        using InputProject project = Project(null);
        Gen<string> piece = Gen.Elements(
            "a",
            "A",
            ".",
            "*",
            "(",
            "[x]",
            "\\",
            "$",
            "^",
            "\n",
            " ",
            "{",
            "}",
            "|",
            "é",
            "+?"
        );
        Gen<(string Value, string Output)> cases =
            from value in piece.NonEmptyListOf()
            from before in piece.ListOf()
            from after in piece.ListOf()
            from isInside in Gen.Elements(true, false)
            select (
                string.Concat(value),
                string.Concat(before) + (isInside ? string.Concat(value) : "") + string.Concat(after)
            );
        Prop.ForAll(
                cases
                    .Where(value =>
                        !string.IsNullOrWhiteSpace(value.Value) && !value.Value.Contains("{{", StringComparison.Ordinal)
                    )
                    .ToArbitrary(),
                value =>
                    Holds(project, "contains", value) == value.Output.Contains(value.Value, StringComparison.Ordinal)
                    && Holds(project, "not-contains", value)
                        == !value.Output.Contains(value.Value, StringComparison.Ordinal)
                    && Holds(project, "starts-with", value)
                        == value.Output.StartsWith(value.Value, StringComparison.Ordinal)
                    && Holds(project, "not-equals", value) == (value.Output != value.Value)
                    && Holds(project, "icontains", value)
                        == value.Output.Contains(value.Value, StringComparison.OrdinalIgnoreCase)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true));
    }

    private static Gen<string> AnyText =>
        ArbMap
            .Default.GeneratorFor<NonEmptyString>()
            .Select(value => new string([
                .. value.Get.Where(character => !char.IsSurrogate(character) && character != '\0'),
            ]))
            .Where(value => !string.IsNullOrWhiteSpace(value));

    private static Gen<string> Trees(int depth)
    {
        Gen<string> leaf = Gen.OneOf(
            Gen.Elements(Texts).Select(text => JsonSerializer.Serialize(text)),
            Gen.Elements("null", "true", "7", "0.5")
        );
        if (depth == 0)
        {
            return leaf;
        }

        Gen<string> inner = Trees(depth - 1);
        Gen<string> member =
            from key in Gen.Elements(Keys)
            from value in inner
            select $"{JsonSerializer.Serialize(key)}: {value}";
        Gen<string> mapping = member
            .ListOf()
            .Select(members => members.DistinctBy(one => one[..one.IndexOf(':', StringComparison.Ordinal)]))
            .Select(members => $"{{{string.Join(", ", members)}}}");
        return Gen.OneOf(
            leaf,
            mapping,
            mapping,
            inner.ListOf().Select(items => $"[{string.Join(", ", items.Take(3))}]")
        );
    }

    private static bool Survives(InputProject project, string file, string content)
    {
        project.Write(file, content);
        try
        {
            RunPlan plan = RunPlan.Create(project.Request(file));
            IReadOnlyList<PlannedRun> runs = InputProject.Runs(plan);
            return runs.Count == plan.TotalRuns && runs.All(run => !string.IsNullOrWhiteSpace(run.Input.Text));
        }
        catch (ConfigurationException exception)
        {
            return exception.Errors.All(error => error.Place.Source.Length > 0 && error.Message.Length > 0);
        }
    }

    private static string Said(InputProject project, string line, Func<ExperimentInput, string>? part = null) =>
        (part ?? (static input => input.Text))(project.Read("a.jsonl", line).ShouldHaveSingleItem());

    private static bool Holds(InputProject project, string type, (string Value, string Output) test)
    {
        JsonObject record = new()
        {
            ["vars"] = new JsonObject { ["q"] = "hi" },
            ["assert"] = new JsonArray(new JsonObject { ["type"] = type, ["value"] = test.Value }),
        };
        TurnExpectation expect = project
            .Read("a.jsonl", record.ToJsonString())
            .ShouldHaveSingleItem()
            .Expect.ShouldNotBeNull();
        return ExpectationCheck.Check(expect, new TurnResult { Output = test.Output }).Count == 0;
    }

    private static string Cell(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static InputProject Project(DatasetFormat? format) =>
        new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new() { Target = "app.agent:run" },
                Inputs = new InputSettings { Format = format },
            },
        };
}
