using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Store.Memory;

namespace Baton.Mcp.Tests.Agents;

public sealed class AgentToolTests
{
    private const string Team = """
        agents:
          writer: {role: executor, description: Writes, config: {model: "scripted:write.json"}}
          editor: {role: reviewer, description: Edits, config: {model: "scripted:edit.json", capabilities: [CAPABILITY]}}
          remote:
            role: specialist
            config:
              target: {http: {url: "http://127.0.0.1:9/chat", headers: {Authorization: "Bearer abcdefgh12345678"}}}
        topology:
          name: letters
          type: pipeline
          members: {draft: writer, final: editor}
        """;

    [Fact]
    public async Task A_team_of_a_file_is_listed_and_run()
    {
        using TempWorkspace workspace = Workspace("prose");
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject agents = await served.CallAsync("list_agents", new { file = "team.yaml" });
        JsonObject topologies = await served.CallAsync("list_topologies", new { file = "team.yaml" });
        JsonObject result = await served.CallAsync(
            "run_topology",
            new
            {
                file = "team.yaml",
                prompt = "Write",
                runner = "local",
            }
        );

        agents["total"]!.GetValue<int>().ShouldBe(3);
        agents.ToJsonString().ShouldNotContain("abcdefgh12345678");
        topologies["topologies"]!.AsArray().ShouldHaveSingleItem()!["members"]!["draft"]!
            .GetValue<string>()
            .ShouldBe("writer");
        result["status"]!.GetValue<string>().ShouldBe("completed");
        result["output"]!.GetValue<string>().ShouldBe("Edited.");
        result["steps"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_agent_is_asked_alone_by_its_name_or_as_a_model()
    {
        using TempWorkspace workspace = Workspace("prose");
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject kept = await served.CallAsync(
            "run_agent",
            new
            {
                agent = "writer",
                file = "team.yaml",
                input = "Write",
            }
        );
        JsonObject model = await served.CallAsync("run_agent", new { model = "scripted:write.json", input = "Write" });

        kept["output"]!.GetValue<string>().ShouldBe("A draft.");
        model["output"]!.GetValue<string>().ShouldBe("A draft.");
        model["success"]!.GetValue<bool>().ShouldBeTrue();
        (
            await served.FailAsync(
                "run_agent",
                new
                {
                    agent = "wrter",
                    file = "team.yaml",
                    input = "x",
                }
            )
        ).ShouldContain("did you mean `writer`");
        (
            await served.FailAsync(
                "run_agent",
                new
                {
                    agent = "a",
                    model = "b",
                    input = "x",
                }
            )
        ).ShouldContain("give one of them");
        (await served.FailAsync("run_agent", new { model = "scripted:../x.json", input = "x" })).ShouldContain(
            "outside of the root"
        );
    }

    [Fact]
    public async Task An_execution_that_waits_for_a_person_comes_back_paused()
    {
        using TempWorkspace workspace = Workspace("human_in_loop");
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject result = await served.CallAsync("run_topology", new { file = "team.yaml", prompt = "Write" });

        result["status"]!.GetValue<string>().ShouldBe("paused");
        result["questions"]!.AsArray().ShouldHaveSingleItem()!["step"]!.GetValue<string>().ShouldBe("final");
        JsonObject again = await served.CallAsync(
            "run_topology",
            new { resume = result["execution"]!.GetValue<string>() }
        );
        again["status"]!.GetValue<string>().ShouldBe("paused");
    }

    [Fact]
    public async Task What_is_kept_is_listed_page_by_page()
    {
        using TempWorkspace workspace = new();
        MemoryTopologyStore store = new();
        foreach (int number in Enumerable.Range(1, 7))
        {
            await store.Catalog.SaveAgentAsync(
                new AgentType { Name = $"agent_{number}", Role = AgentRole.Planner },
                CancellationToken.None
            );
        }

        await using ServedClient served = await ServedClient.StartAsync(
            workspace.Root,
            place => place with { OpenStore = _ => store }
        );
        List<string> names = [];
        string? cursor = null;
        do
        {
            JsonObject page = await served.CallAsync("list_agents", new { limit = 3, cursor });
            names.AddRange(page["agents"]!.AsArray().Select(agent => agent!["name"]!.GetValue<string>()));
            cursor = page["next_cursor"]?.GetValue<string>();
        } while (cursor is not null);

        names.ShouldBe(Enumerable.Range(1, 7).Select(number => $"agent_{number}"));
        (await served.FailAsync("run_topology", new { topology = "letters", prompt = "x" })).ShouldContain(
            "there is no topology `letters`"
        );
    }

    private static TempWorkspace Workspace(string capability)
    {
        TempWorkspace workspace = new();
        workspace.Write("team.yaml", Team.Replace("CAPABILITY", capability, StringComparison.Ordinal));
        workspace.Write("write.json", """{"replies": ["A draft."], "repeat": true}""");
        workspace.Write("edit.json", """{"replies": ["Edited."], "repeat": true}""");
        return workspace;
    }
}
