using System.Text.RegularExpressions;
using Baton.Agents;
using Baton.Cli.Agents.Following;
using Baton.Cli.Chat;
using Spectre.Console;

namespace Baton.Cli.Tests.Agents;

public sealed partial class LiveTreeTests
{
    [Fact]
    public async Task The_last_state_of_the_tree_and_every_notice_stay_on_the_screen()
    {
        StringWriter screen = new();
        ManualTimeProvider clock = new();
        await using (LiveTree tree = new(Title, Terminal(screen), clock, Redaction.None))
        {
            tree.Add(new SpanStartedEvent("opening/proponent", "opening/proponent", "step"));
            tree.Notice("Stopping: [steps] are given up");
        }

        string text = Plain(screen);
        text.ShouldContain("Stopping: [steps] are given up");
        text.ShouldContain("my_debate (debate, local)  0ms, 0 steps ended");
        text.ShouldContain("└─ ○ proponent");
        text.ShouldContain("not finished");
    }

    [Fact]
    public async Task An_execution_that_cannot_begin_is_not_drawn()
    {
        StringWriter screen = new();
        await using (LiveTree tree = new(Title, Terminal(screen), new ManualTimeProvider(), Redaction.None))
        {
            tree.Notice("a notice");
        }

        screen.ToString().ShouldNotContain("my_debate");
        screen.ToString().ShouldContain("a notice");
    }

    [Fact]
    public async Task A_terminal_of_few_lines_shows_no_more_than_fit()
    {
        StringWriter screen = new();
        IAnsiConsole terminal = Terminal(screen);
        terminal.Profile.Height = 8;
        await using (LiveTree tree = new(Title, terminal, new ManualTimeProvider(), Redaction.None))
        {
            for (int step = 0; step < 50; step++)
            {
                tree.Add(new SpanStartedEvent($"step-{step}", $"step-{step}", "step"));
            }
        }

        string[] frame = screen
            .ToString()[screen.ToString().LastIndexOf("my_debate", StringComparison.Ordinal)..]
            .Split('\n');
        frame.Length.ShouldBeLessThanOrEqualTo(8);
        frame[1].ShouldContain("… 46 lines more");
        frame[5].ShouldContain("step-49");
    }

    private static string Plain(StringWriter screen) => Escapes().Replace(screen.ToString(), "");

    [GeneratedRegex(@"\e\[[\d;?]*[A-Za-z]")]
    private static partial Regex Escapes();

    private static ExecutionTitle Title => new("1", "my_debate", "debate", "local");

    private static IAnsiConsole Terminal(TextWriter writer) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(writer),
            }
        );
}
