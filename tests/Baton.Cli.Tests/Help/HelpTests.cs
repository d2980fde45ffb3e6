using System.CommandLine;

namespace Baton.Cli.Tests.Help;

public sealed class HelpTests
{
    public static TheoryData<string> Commands() => [.. Walk(CommandTree.Create(Session()), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_the_approved_help(string command)
    {
        ToolRun run = await ToolRun.Of([.. Words(command), "--help"]);

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        ApprovedText.ShouldBeApproved(run.Output, $"help{command.Replace(' ', '-')}.txt");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_fits_the_width_of_the_terminal(string command)
    {
        ToolRun run = await ToolRun.Of(session => session with { Width = 72 }, [.. Words(command), "--help"]);

        run.Output.Split('\n')
            .Where(line => line.Length > 72 && !line.TrimStart().StartsWith("baton ", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_is_shown_whatever_else_is_wrong_with_the_command_line()
    {
        ToolRun run = await ToolRun.Of("run", "experiment", "--no-such-option", "--help");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("baton run experiment [options]");
    }

    [Fact]
    public async Task Without_arguments_the_tool_shows_its_help()
    {
        ToolRun run = await ToolRun.Of();

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Exit codes:");
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        ToolRun run = await ToolRun.Of("--version");

        run.ExitCode.ShouldBe(0);
        run.Output.Trim().ShouldMatch(@"\A\d+\.\d+\.\d+(-[\w.]+)?\z");
    }

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Walk(Command command, string path) =>
        command.Subcommands.SelectMany(sub => Walk(sub, $"{path} {sub.Name}")).Prepend(path);

    private static ToolSession Session() =>
        new()
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = TextReader.Null,
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string>(),
        };
}
