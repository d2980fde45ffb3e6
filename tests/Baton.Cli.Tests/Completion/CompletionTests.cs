using System.Diagnostics;

namespace Baton.Cli.Tests.Completion;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("baton ", "run,init,status,doctor,completion")]
    [InlineData("baton run ", "experiment,single")]
    [InlineData(
        "baton run experiment --sup",
        "--supervisor-api-key,--supervisor-model,--supervisor-provider,--supervisor-temperature"
    )]
    [InlineData("baton run experiment --supervisor-provider ", "anthropic,mock,openai")]
    [InlineData("baton agents ", "list,create,show,delete,mixins,import,export,topologies,executions")]
    [InlineData("baton agents create me ", "planner,observer")]
    [InlineData("baton agents topologies run x --runner ", "local,async")]
    [InlineData("baton agents executions list --status ", "paused,failed")]
    public async Task The_tool_knows_what_fits(string line, string expected)
    {
        ToolRun run = await ToolRun.Of($"[suggest:{line.Length}]", line);

        run.ExitCode.ShouldBe(0);
        foreach (string word in expected.Split(','))
        {
            run.Output.Split('\n').ShouldContain(word);
        }
    }

    [Fact]
    public async Task The_script_for_bash_completes_what_the_tool_suggests()
    {
        ToolRun script = await ToolRun.Of("completion", "bash");

        string words = await BashAsync(
            script.Output
                + """

                baton() { [ "$1 $2" = "[suggest:13] baton run exp" ] && printf 'experiment\nother\n'; }
                COMP_WORDS=(baton run exp) COMP_CWORD=2 COMP_LINE="baton run exp" COMP_POINT=13
                _baton_complete
                echo "${COMPREPLY[@]}"
                """
        );

        words.Trim().ShouldBe("experiment");
    }

    private static async Task<string> BashAsync(string script)
    {
        using Process bash = Process.Start(
            new ProcessStartInfo("bash", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true }
        )!;
        string output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output;
    }
}
