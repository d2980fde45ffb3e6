using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Tests.Running;

namespace Baton.Experiments.Tests.Results;

public sealed class WritingFailureTests : IDisposable
{
    private readonly ExperimentRig _rig = new();

    [Theory]
    [InlineData(ExperimentFiles.TraceSummary)]
    [InlineData(ExperimentFiles.Traces)]
    [InlineData(ExperimentFiles.Observations)]
    [InlineData(ExperimentFiles.Journal)]
    public async Task A_full_disk_stops_the_experiment_and_a_resume_loses_nothing(string file)
    {
        FakePlan plan = new(200);
        ExperimentResult whole = await _rig.RunAsync(plan);
        ExperimentDriver driver = new(_rig.Define(plan, new FakeExecutor()))
        {
            OpenFile = path =>
                path.EndsWith(file, StringComparison.Ordinal)
                    ? new AppendFile(path, new FullDisk(path, room: 5000))
                    : AppendFile.Open(path),
        };

        ExperimentResult result = await driver.RunAsync();

        result.Status.ShouldBe(ExperimentStatus.WriteFailed);
        result.Reason!.ShouldContain("the disk is full; free some space, then go on with `--resume`");
        result.Reason!.ShouldContain(file);
        result.Remaining.ShouldBeInRange(1, 200);
        ExperimentRig
            .Lines(result.Folder!, ExperimentFiles.TraceSummary)
            .Length.ShouldBe((int)result.Outcomes.Total, "half-written lines are taken back");
        FakeExecutor rest = new();
        ExperimentResult resumed = await _rig.ResumeAsync(result.Folder!, plan, rest);
        resumed.Status.ShouldBe(ExperimentStatus.Completed);
        rest.Keys.Count.ShouldBe((int)result.Remaining);
        ExperimentRig.ShouldHaveLines(result.Folder!, ExperimentRig.SortedLines(whole.Folder!));
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_made_is_one_clear_error()
    {
        string file = _rig.Workspace.Write("experiments", "a file where the folder should be");
        FakeExecutor executor = new();

        ExperimentResult result = await _rig.RunAsync(new FakePlan(5), executor);

        result.Status.ShouldBe(ExperimentStatus.WriteFailed);
        result.Reason!.ShouldStartWith($"cannot write `{file}`: ");
        result.Folder.ShouldBeNull();
        executor.Keys.ShouldBeEmpty();
        File.ReadAllText(file).ShouldBe("a file where the folder should be");
    }

    [Fact]
    public async Task A_folder_that_vanishes_stops_the_experiment()
    {
        FakeExecutor executor = new(
            async (run, cancellationToken) =>
            {
                if (run.Index == 10)
                {
                    Directory.Delete(_rig.Output, recursive: true);
                }

                await Task.Delay(TimeSpan.FromSeconds(1), _rig.Time, cancellationToken);
                return Runs.Success(run);
            }
        );

        ExperimentResult result = await AdvanceUntilAsync(
            new ExperimentDriver(_rig.Define(new FakePlan(10_000), executor)).RunAsync()
        );

        result.Status.ShouldBe(ExperimentStatus.WriteFailed);
        result.Reason!.ShouldContain("the folder is gone");
        executor.Keys.Count.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_folder_that_vanishes_at_the_very_end_is_noticed()
    {
        FakeExecutor executor = new(
            (run, _) =>
            {
                if (run.Index == 9)
                {
                    Directory.Delete(_rig.Output, recursive: true);
                }

                return Task.FromResult(Runs.Success(run));
            }
        );

        ExperimentResult result = await _rig.RunAsync(new FakePlan(10), executor);

        result.Status.ShouldBe(ExperimentStatus.WriteFailed);
    }

    // The writer's timer is always there.
    private async Task<ExperimentResult> AdvanceUntilAsync(Task<ExperimentResult> running)
    {
        await _rig.AdvanceAsync(running, waiting: 2);
        return await running;
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>Takes so many bytes and fails in the middle of a write as a full disk does.</summary>
    private sealed class FullDisk(string path, long room)
        : FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0)
    {
        private const int NoSpace = 28;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int fits = (int)Math.Clamp(room - Position, 0, buffer.Length);
            base.Write(buffer[..fits]);
            if (fits < buffer.Length)
            {
                throw new IOException("No space left on device", NoSpace);
            }
        }
    }
}
