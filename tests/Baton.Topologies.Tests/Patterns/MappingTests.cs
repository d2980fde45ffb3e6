using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Patterns;

/// <summary>What goes from one part of a compound to the next, and what was said in all of them.</summary>
public sealed class MappingTests
{
    [Fact]
    public async Task A_part_hands_on_what_its_output_mapping_picks()
    {
        Actors actors = new(asked =>
            asked.Slot switch
            {
                "primary" => "42",
                "checker_a" => """{"approved": false, "feedback": "why?"}""",
                _ => asked.Input,
            }
        );
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });

        TopologyRunResult result = await runner.RunAsync(
            Compound(new Dictionary<string, string> { ["verdict"] = "approved", ["why"] = "checks.0.feedback" }),
            Actors.In("check/primary", "check/checker_a", "tell/writer"),
            Scenario.Input
        );

        result.Error.ShouldBeNull();
        actors.Asked.Last().Input.ShouldContain("""{"verdict":false,"why":"why?"}""");
        result.Output!["parts"]!["check"]!.ToJsonString().ShouldBe("""{"verdict":false,"why":"why?"}""");
    }

    [Fact]
    public async Task A_mapping_to_nothing_says_which_setting_is_wrong()
    {
        Actors actors = new(asked => asked.Slot == "primary" ? "42" : """{"approved": true}""");
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });

        TopologyRunResult result = await runner.RunAsync(
            Compound(new Dictionary<string, string> { ["verdict"] = "aproved" }),
            Actors.In("check/primary", "check/checker_a", "tell/writer"),
            Scenario.Input
        );

        result.Error!.ShouldContain("`output_mapping` wants `aproved` for `verdict`, and there is nothing there");
    }

    [Fact]
    public void Messages_are_what_the_steps_say_in_their_order()
    {
        StepRecord[] steps =
        [
            Step("primary", "primary", "Go", "42"),
            Step("checker_a", "checker_a", "Check 42", "no"),
            Step("checker_b", "checker_b", "Check 42", output: null),
            Step("task-1/escalation", "commander", "Not sure", "sure"),
            Step("primary/revision-1", "primary", "Not so", "43"),
        ];

        ExecutionMessage
            .Of(steps)
            .Select(message => $"{message.Type} {message.Sender}>{message.Recipient} {message.Content}")
            .ShouldBe([
                "Request topology>primary Go",
                "Response primary>topology 42",
                "Broadcast topology>checker_a Check 42",
                "Feedback checker_a>topology no",
                "Broadcast topology>checker_b Check 42",
                "System topology>checker_b it broke",
                "Escalation topology>commander Not sure",
                "Response commander>topology sure",
                "Feedback topology>primary Not so",
                "Response primary>topology 43",
            ]);
    }

    private static StepRecord Step(string path, string slot, string input, string? output) =>
        new()
        {
            Path = path,
            Slot = slot,
            Agent = slot,
            Input = input,
            Output = output,
            Error = output is null ? "it broke" : null,
        };

    private static Topology Compound(Dictionary<string, string> mapping) =>
        Scenarios.Of(
            "mapped",
            new CompoundConfig
            {
                SubTopologies =
                [
                    new CompoundPart
                    {
                        Name = "check",
                        Topology = Scenarios.Of("check", new CrosscheckConfig()),
                        OutputMapping = mapping,
                    },
                    new CompoundPart { Name = "tell", Topology = Scenarios.Of("tell", new PipelineConfig()) },
                ],
            }
        );
}
