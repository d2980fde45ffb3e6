using Baton.Cli.Progress;
using Baton.Experiments.Running;

namespace Baton.Cli.Tests.Progress;

public sealed class ProgressTextTests
{
    [Fact]
    public void The_bar_is_written_as_promised() =>
        ProgressText
            .Bar(Samples.Progress(finished: 250, total: 500, remaining: new TimeSpan(0, 2, 15)), 10)
            .ShouldBe("[▓▓▓▓▓░░░░░] 250/500 (50%) - ETA: 2m 15s");

    [Theory]
    [InlineData(0, 7, "[░░░░░░░░░░] 0/7 (0%)")]
    [InlineData(6, 7, "[▓▓▓▓▓▓▓▓░░] 6/7 (85%)")]
    [InlineData(7, 7, "[▓▓▓▓▓▓▓▓▓▓] 7/7 (100%)")]
    [InlineData(0, 0, "[▓▓▓▓▓▓▓▓▓▓] 0/0 (100%)")]
    public void The_bar_is_full_only_at_the_end(long finished, long total, string bar) =>
        ProgressText.Bar(Samples.Progress(finished, total), 10).ShouldBe(bar);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.2, "1s")]
    [InlineData(59, "59s")]
    [InlineData(135, "2m 15s")]
    [InlineData(3720, "1h 2m")]
    [InlineData(180000, "50h 0m")]
    public void Durations_are_short(double seconds, string text) =>
        ProgressText.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void Counts_leave_out_what_is_zero()
    {
        ExperimentProgress progress = Samples.Progress(finished: 10, total: 20) with
        {
            Succeeded = 7,
            Failed = 1,
            SimulatorFaults = 2,
            RunsPerSecond = 0.5,
        };

        ProgressText.Counts(progress).ShouldBe("7 ok, 1 failed, 2 simulator faults, 30 runs/min");
    }
}
