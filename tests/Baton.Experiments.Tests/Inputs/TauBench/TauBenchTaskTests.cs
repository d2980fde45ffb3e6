using System.Text.Json.Nodes;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Inputs.TauBench;

public sealed class TauBenchTaskTests
{
    private const string Task = """
        [{
          "annotator": "1",
          "user_id": "mia_li_1",
          "instruction": "You are Mia Li. You want to cancel order #7 because it is late.",
          "actions": [
            {"name": "find_user", "kwargs": {"name": "Mia Li"}},
            {"name": "cancel_order", "kwargs": {"order": "#7", "reason": "late"}},
            {"name": "respond", "kwargs": {"content": "done"}}
          ],
          "outputs": ["54.04"]
        }]
        """;

    private const string Task2 = """
        [{
          "id": "cancel-1",
          "description": {"purpose": "Cancels.", "notes": null},
          "user_scenario": {
            "persona": "You are short of time.",
            "instructions": {
              "domain": "shop",
              "reason_for_call": "You want to cancel order #7.",
              "known_info": "You are Mia Li.",
              "unknown_info": null,
              "task_instructions": "Ask twice."
            }
          },
          "initial_state": null,
          "evaluation_criteria": {
            "actions": [
              {"action_id": "1_0", "name": "cancel_order", "arguments": {"order": "#7", "reason": "late"}, "compare_args": ["order"]},
              {"action_id": "1_1", "requestor": "user", "name": "check_mail", "arguments": {}}
            ],
            "env_assertions": [{"env_type": "assistant", "func_name": "is_cancelled", "arguments": {}}],
            "communicate_info": ["54.04"],
            "nl_assertions": ["The agent says sorry."],
            "reward_basis": ["DB", "COMMUNICATE"]
          }
        }]
        """;

    [Theory]
    [InlineData("tasks.json")]
    [InlineData("tasks.jsonl")]
    public void A_task_is_a_user_to_play_and_an_outcome(string file)
    {
        using InputProject project = Simulated();

        RunPlan plan = project.Plan(
            file,
            file.EndsWith('l') ? JsonNode.Parse(Task)!.AsArray()[0]!.ToJsonString() : Task
        );

        plan.InputsFormat.ShouldBe(DatasetFormat.TauBench);
        plan.Warnings.ShouldBeEmpty();
        ExperimentInput input = InputProject.Inputs(plan).ShouldHaveSingleItem();
        input.Text.ShouldBe("Hi!");
        input.Scenario.ShouldBe("You are Mia Li. You want to cancel order #7 because it is late.");
        input.Metadata.ShouldBeNull();
        input.Notes!["user_id"]!.GetValue<string>().ShouldBe("mia_li_1");
        ShouldBeJson(
            input.Expected,
            """
            {"actions": [{"name": "find_user", "arguments": {"name": "Mia Li"}},
                         {"name": "cancel_order", "arguments": {"order": "#7", "reason": "late"}}],
             "outputs": ["54.04"]}
            """
        );
    }

    [Fact]
    public void A_task_of_the_second_version_is_told_in_prose()
    {
        using InputProject project = Simulated();

        RunPlan plan = project.Plan("tasks.json", Task2);

        ExperimentInput input = InputProject.Inputs(plan).ShouldHaveSingleItem();
        input.Id.ShouldBe("cancel-1");
        input.Scenario.ShouldBe(
            "You are short of time.\n\nWhy you are here: You want to cancel order #7.\n\nWhat you know: You are Mia Li.\n\n"
                + "How you go about it: Ask twice."
        );
        ShouldBeJson(
            input.Expected,
            """
            {"actions": [{"name": "cancel_order", "arguments": {"order": "#7"}}],
             "outputs": ["54.04"], "assertions": ["The agent says sorry."]}
            """
        );
        input
            .Notes!.Select(note => note.Key)
            .ShouldBe(["description", "env_assertions", "reward_basis", "user_actions"], ignoreOrder: true);
        plan.Warnings.ShouldBe([
            "tasks.json:18:7: actions of the user are not expected of the agent; they are in `notes.user_actions`",
            "tasks.json:20:5: `env_assertions` are not checked; they are in `notes.env_assertions`",
        ]);
    }

    [Fact]
    public void Messages_said_before_begin_the_conversation()
    {
        using InputProject project = Simulated();

        ExperimentInput input = project
            .Read(
                "tasks.yaml",
                """
                tasks:
                  - id: 1
                    user_scenario: {instructions: You want to cancel.}
                    initial_state:
                      message_history:
                        - {role: user, content: I am Mia}
                        - {role: assistant, content: What do you want?}
                        - {role: user, content: To cancel}
                """
            )
            .ShouldHaveSingleItem();

        input.Text.ShouldBe("I am Mia");
        input.Turns.ShouldHaveSingleItem().Text.ShouldBe("To cancel");
        input.SimulateAfterTurns.ShouldBeTrue();
        input.Scenario.ShouldBe("You want to cancel.");
    }

    [Fact]
    public void Without_a_simulated_user_there_is_a_warning()
    {
        using InputProject project = new();

        project
            .Plan("tasks.json", Task)
            .Warnings.ShouldHaveSingleItem()
            .ShouldBe(
                "1 input has a `scenario`, which only a simulated user plays; turn on `multi_turn.enabled` (`--multi-turn`)"
            );
    }

    [Fact]
    public void A_script_plays_no_scenario()
    {
        using InputProject project = new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new() { Target = "app.agent:run" },
                MultiTurn = new MultiTurnSettings
                {
                    Enabled = true,
                    Supervisor = new SupervisorSettings { Provider = SupervisorProvider.Mock },
                },
            },
        };

        project
            .Plan("tasks.json", Task)
            .Warnings.ShouldHaveSingleItem()
            .ShouldBe("1 input has a `scenario`, which the supervisor `mock` does not play: it says its own script");
    }

    [Theory]
    [InlineData(
        """[{"user_id": "a", "instruction": "", "actions": []}]""",
        "a.json:1:19: [0].instruction: is empty; write who the user is"
    )]
    [InlineData(
        """[{"user_id": "a", "instruction": "You", "actions": [{"tool": "x"}]}]""",
        "a.json:1:53: [0].actions[0]: is no action; write for example"
    )]
    [InlineData(
        """[{"user_id": "a", "instruction": "You", "outputs": "x"}]""",
        "a.json:1:52: [0].outputs: is a text; expected a list"
    )]
    [InlineData(
        """[{"user_scenario": {"instructions": {"known_info": ["x"]}}}]""",
        "a.json:1:52: [0].user_scenario: is a list; expected a text"
    )]
    public void Mistakes_are_told_with_place_and_advice(string tasks, string error)
    {
        using InputProject project = new();

        project.Errors("a.json", tasks).ShouldContain(error);
    }

    [Fact]
    public void A_file_of_splits_is_no_file_of_tasks()
    {
        using InputProject project = new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new() { Target = "app.agent:run" },
                Inputs = new InputSettings { Format = DatasetFormat.TauBench },
            },
        };

        project
            .Errors("split.json", """{"train": ["1"], "test": ["2"]}""")
            .ShouldContain(
                "split.json:1:1: [0]: a task of tau-bench has no `instruction`; its keys are `train`, `test`; a task says in"
            );
    }

    [Fact]
    public void Tasks_in_python_are_to_be_written_out()
    {
        using InputProject project = new();

        project
            .Errors("tasks_test.py", "TASKS_TEST = []")
            .ShouldContain(
                "tasks_test.py: is Python, which is not run; write its tasks or samples to a .json or .jsonl file"
            );
    }

    private static void ShouldBeJson(JsonNode? node, string json) =>
        JsonNode.DeepEquals(node, JsonNode.Parse(json)).ShouldBeTrue(node?.ToJsonString());

    private static InputProject Simulated() =>
        new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new() { Target = "app.agent:run" },
                MultiTurn = new MultiTurnSettings { Enabled = true },
            },
        };
}
