using System.Text.Json.Nodes;

namespace Baton.Mcp.Tests.Tools;

public sealed class RepositoryToolTests
{
    [Fact]
    public async Task A_repository_is_analysed_planned_for_and_the_plan_holds()
    {
        using TempWorkspace workspace = Repository();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject report = await served.CallAsync("analyze_repository", new { root = "shop" });
        string pattern = report["patterns"]![0]!["pattern"]!.GetValue<string>();
        JsonObject steps = await served.CallAsync("generate_integration_steps", new { pattern, root = "shop" });
        JsonObject plan = await served.CallAsync("propose_edit_plan", new { root = "shop" });
        JsonObject verdict = await served.CallAsync("validate_edit_plan", new { root = "shop", plan });

        report["root"]!.GetValue<string>().ShouldBe("shop");
        steps["steps"]!.AsArray().Count.ShouldBeGreaterThan(2);
        plan["edits"]!.AsArray().ShouldNotBeEmpty();
        verdict["valid"]!.GetValue<bool>().ShouldBeTrue(verdict.ToJsonString());
        Directory.Exists(workspace.PathOf("shop/baton")).ShouldBeFalse("nothing is written");
    }

    [Fact]
    public async Task A_plan_that_leads_out_is_no_good()
    {
        using TempWorkspace workspace = Repository();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);
        JsonObject plan = await served.CallAsync("propose_edit_plan", new { root = "shop" });
        plan["edits"]![0]!["file"] = "../outside.txt";

        JsonObject verdict = await served.CallAsync("validate_edit_plan", new { root = "shop", plan });

        verdict["valid"]!.GetValue<bool>().ShouldBeFalse();
        (await served.FailAsync("validate_edit_plan", new { plan = new { } })).ShouldContain("has no `pattern`");
        (await served.FailAsync("analyze_repository", new { root = ".." })).ShouldContain("outside of the root");
        (await served.FailAsync("generate_integration_steps", new { pattern = "pyton" })).ShouldContain("did you mean");
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task Two_experiments_are_compared()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);
        string one = (await served.CallAsync("run_experiment", new { name = "one" }))["experiment"]!.GetValue<string>();
        workspace.Write("agent.py", "def run(input):\n    return 'fine'\n");
        string two = (await served.CallAsync("run_experiment", new { name = "two" }))["experiment"]!.GetValue<string>();

        JsonObject result = await served.CallAsync("compare_experiments", new { baseline = one, candidate = two });

        result["regression"]!.GetValue<bool>().ShouldBeFalse();
        result["comparison"]!["better"]!["count"]!.GetValue<int>().ShouldBe(1);
        (await served.FailAsync("compare_experiments", new { baseline = one, candidate = one })).ShouldContain(
            "same experiment"
        );
    }

    private static TempWorkspace Repository()
    {
        TempWorkspace workspace = new();
        workspace.Write("shop/requirements.txt", "fastapi==0.115.0\nuvicorn\n");
        workspace.Write(
            "shop/app.py",
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.post("/chat")
            def chat(body: dict):
                return {"output": "You said " + body["input"]}
            """
        );
        return workspace;
    }
}
