using System.Diagnostics;

namespace Baton.Cli.Tests.Init;

public sealed class InitProjectTests
{
    [Theory]
    [InlineData("python", "agent.py")]
    [InlineData("node", "agent.mjs")]
    [InlineData("http", "server.py")]
    public async Task A_new_project_has_all_it_needs(string template, string agent)
    {
        using TempWorkspace workspace = new();

        ToolRun run = await ToolRun.In(workspace.Root, "init", "project", "--name", "demo", "--template", template);

        run.ExitCode.ShouldBe(0);
        string[] files = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        files.ShouldBe(
            [
                "baton/demo/.env.example",
                "baton/demo/.gitignore",
                "baton/demo/README.md",
                $"baton/demo/{agent}",
                "baton/demo/configs/evaluation.yaml",
                "baton/demo/configs/simulation.yaml",
                "baton/demo/inputs/generated.yaml",
            ],
            ignoreOrder: true
        );
        foreach (string file in files)
        {
            workspace.Read(file).ShouldNotBeEmpty();
            workspace.Read(file).ShouldNotContain("@@");
        }

        workspace.Read("baton/demo/configs/simulation.yaml").ShouldContain("name: \"demo\"");
        run.Error.ShouldContain("baton run experiment --project demo --yes");
    }

    [Fact]
    public async Task Files_in_the_way_are_named_and_kept_unless_forced()
    {
        using TempWorkspace workspace = new();
        string mine = workspace.Write("baton/demo/agent.py", "mine");

        ToolRun refused = await ToolRun.In(workspace.Root, "init", "project", "--name", "demo");
        string kept = await File.ReadAllTextAsync(mine);
        ToolRun forced = await ToolRun.In(workspace.Root, "init", "project", "--name", "demo", "--force");

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldBe(
            "error: baton/demo/agent.py: exists already; choose another `--name`, or overwrite it with `--force`\n"
        );
        kept.ShouldBe("mine");
        Directory.GetFiles(workspace.PathOf("baton/demo")).Length.ShouldBe(4);
        forced.ExitCode.ShouldBe(0);
        workspace.Read("baton/demo/agent.py").ShouldContain("def run(");
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("with space")]
    [InlineData("")]
    public async Task A_name_that_is_no_folder_is_refused(string name)
    {
        using TempWorkspace workspace = new();

        ToolRun run = await ToolRun.In(workspace.Root, "init", "project", "--name", name);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--name");
        Directory.EnumerateFileSystemEntries(workspace.Root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fluxloop", "fluxloop/demo/agent.py")]
    [InlineData("baton", "baton/demo/agent.py")]
    public async Task The_root_is_the_one_that_exists(string root, string expected)
    {
        using TempWorkspace workspace = new();
        Directory.CreateDirectory(workspace.PathOf(root));

        await ToolRun.In(workspace.Root, "init", "project", "--name", "demo");

        File.Exists(workspace.PathOf(expected)).ShouldBeTrue();
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task The_Python_agent_answers()
    {
        using TempWorkspace workspace = new();
        await ToolRun.In(workspace.Root, "init", "project", "--name", "demo", "--root", ".");

        string answer = await AnswerAsync(
            workspace.PathOf("demo"),
            "python3",
            "",
            "-c",
            "import agent; print(agent.run('Where is 1042?', [], 'expert_user'))"
        );

        answer.ShouldBe("1042: on its way, Postwagon PW-77-1042\n");
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task The_Node_agent_answers_by_the_protocol()
    {
        using TempWorkspace workspace = new();
        await ToolRun.In(workspace.Root, "init", "project", "--name", "demo", "--root", ".", "--template", "node");

        string answer = await AnswerAsync(
            workspace.PathOf("demo"),
            "node",
            """{"type":"input","id":"req-1","input":"Is 1043 there?","context":{"messages":[]}}""" + "\n",
            "agent.mjs"
        );

        answer.ShouldContain(
            """{"type":"final","output":"Order 1043 is delivered, tracking PW-77-1043.","id":"req-1"}"""
        );
    }

    private static async Task<string> AnswerAsync(
        string folder,
        string program,
        string input,
        params string[] arguments
    )
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
