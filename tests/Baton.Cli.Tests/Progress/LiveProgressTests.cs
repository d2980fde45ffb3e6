using Baton.Cli.Progress;
using Spectre.Console;

namespace Baton.Cli.Tests.Progress;

public sealed class LiveProgressTests
{
    [Fact]
    public async Task The_last_state_and_every_notice_stay_on_the_screen()
    {
        StringWriter screen = new();
        await using (LiveProgress progress = new(Terminal(screen), new ManualTimeProvider()))
        {
            progress.OnProgress(Samples.Progress(1, 4));
            progress.OnNotice("the target [is] slow");
            progress.OnProgress(
                Samples.Progress(4, 4) with
                {
                    Succeeded = 3,
                    Failed = 1,
                    Turns = 9,
                    LastError = "timeout: [no] answer\nwithin 5 s " + new string('x', 200),
                }
            );
        }

        string text = screen.ToString();
        text.ShouldContain("[INFO] the target [is] slow");
        text.ShouldContain("[▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓] 4/4 (100%)");
        text.ShouldContain("3 ok, 1 failed, 9 turns, 3s so far");
        text.ShouldContain("last error: timeout: [no] answer within 5 s xxx");
        text.ShouldContain("…");
    }

    [Fact]
    public async Task On_a_narrow_terminal_the_bar_shrinks_so_that_the_numbers_stay()
    {
        StringWriter screen = new();
        IAnsiConsole terminal = Terminal(screen);
        terminal.Profile.Width = 34;
        await using (LiveProgress progress = new(terminal, new ManualTimeProvider()))
        {
            progress.OnProgress(Samples.Progress(4, 8));
        }

        screen.ToString().ShouldContain("] 4/8 (50%)");
    }

    [Fact]
    public async Task An_experiment_that_stopped_early_is_left_without_a_time_to_wait()
    {
        StringWriter screen = new();
        await using (LiveProgress progress = new(Terminal(screen), new ManualTimeProvider()))
        {
            progress.OnProgress(Samples.Progress(4, 8, remaining: TimeSpan.FromSeconds(5)));
        }

        string lastFrame = screen.ToString()[screen.ToString().LastIndexOf("4/8", StringComparison.Ordinal)..];
        lastFrame.ShouldNotContain("ETA");
    }

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
