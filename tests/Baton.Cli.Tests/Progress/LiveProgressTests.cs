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
