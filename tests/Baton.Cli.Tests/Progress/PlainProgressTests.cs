using Baton.Cli.Progress;

namespace Baton.Cli.Tests.Progress;

public sealed class PlainProgressTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly StringWriter _output = new();

    [Fact]
    public void Every_tenth_of_the_runs_is_a_line()
    {
        PlainProgress progress = new(_output, _clock);

        for (int finished = 0; finished <= 1000; finished++)
        {
            progress.OnProgress(Samples.Progress(finished, 1000));
        }

        Lines().Length.ShouldBe(10);
        Lines()[^1].ShouldBe("[▓▓▓▓▓▓▓▓▓▓] 1000/1000 (100%)");
    }

    [Fact]
    public void Slow_runs_are_told_of_every_five_seconds()
    {
        PlainProgress progress = new(_output, _clock);

        for (int second = 1; second <= 20; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            progress.OnProgress(Samples.Progress(second, 1000));
        }

        Lines().Length.ShouldBe(4);
    }

    [Fact]
    public void The_same_state_is_told_once()
    {
        PlainProgress progress = new(_output, _clock);

        for (int second = 1; second <= 20; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            progress.OnProgress(Samples.Progress(3, 1000));
        }

        Lines().Length.ShouldBe(1);
    }

    [Fact]
    public void Failures_stand_behind_the_bar()
    {
        PlainProgress progress = new(_output, _clock);

        progress.OnProgress(Samples.Progress(4, 4) with { Succeeded = 3, Failed = 1 });
        progress.OnNotice("the target is back");

        Lines().ShouldBe(["[▓▓▓▓▓▓▓▓▓▓] 4/4 (100%) - 3 ok, 1 failed", "[INFO] the target is back"]);
    }

    [Fact]
    public void No_line_breaks_into_a_question()
    {
        bool asking = true;
        PlainProgress progress = new(_output, _clock, () => asking);

        progress.OnProgress(Samples.Progress(1, 2));
        Lines().ShouldBeEmpty();
        progress.OnNotice("stopping");
        _output.ToString().ShouldBe("\n[INFO] stopping\n", "a notice does not stand behind the question");
        asking = false;
        progress.OnProgress(Samples.Progress(2, 2));

        Lines()[^1].ShouldBe("[▓▓▓▓▓▓▓▓▓▓] 2/2 (100%)");
    }

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
