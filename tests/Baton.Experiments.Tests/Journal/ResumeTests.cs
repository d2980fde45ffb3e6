using Baton.Experiments.Journal;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Tests.Running;

namespace Baton.Experiments.Tests.Journal;

public sealed class ResumeTests : IDisposable
{
    private readonly ExperimentRig _rig = new();

    [Fact]
    public async Task A_changed_configuration_is_refused_by_name_and_goes_on_when_forced()
    {
        FakePlan plan = new(10);
        string folder = (await _rig.RunAsync(plan)).Folder!;
        ResumeRequest changed = ExperimentRig.Resume(folder, plan) with
        {
            Identity = ExperimentRig.Identity with { ConfigHash = "other", TargetConfigHash = "elsewhere" },
        };

        ResumeRefusedException error = await Should.ThrowAsync<ResumeRefusedException>(() => _rig.ResumeAsync(changed));
        error.Changes.ShouldBe(["the configuration", "the target"]);
        error.Message.ShouldContain("--force");

        ExperimentResult forced = await _rig.ResumeAsync(changed with { Force = true });
        forced.Status.ShouldBe(ExperimentStatus.Completed);
        forced.Summary!.Identity.ConfigHash.ShouldBe("other");
        (await _rig.ResumeAsync(changed)).Status.ShouldBe(ExperimentStatus.Completed);
    }

    [Fact]
    public async Task Changed_inputs_are_found_again_by_their_names()
    {
        string folder = (await _rig.RunAsync(new FakePlan(10))).Folder!;
        FakePlan moved = new(10) { From = 4, DatasetHash = "moved" };
        FakeExecutor executor = new();

        ExperimentResult forced = await _rig.ResumeAsync(
            ExperimentRig.Resume(folder, moved) with
            {
                Force = true,
            },
            executor
        );

        executor.Keys.ShouldBe(["i10/-/0", "i11/-/0", "i12/-/0", "i13/-/0"], ignoreOrder: true);
        forced.Status.ShouldBe(ExperimentStatus.Completed);
        forced.Outcomes.Total.ShouldBe(14);
        forced.Remaining.ShouldBe(0);
        ExperimentReader.ReadTraceSummaries(folder).Select(run => run.RunKey).ShouldBeUnique();
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_until_it_is_free()
    {
        FakePlan plan = new(5);
        string folder = (await _rig.RunAsync(plan)).Folder!;
        using (await ExperimentFolder.OpenAsync(ExperimentRig.Resume(folder, plan)))
        {
            ResumeRefusedException error = await Should.ThrowAsync<ResumeRefusedException>(() =>
                _rig.ResumeAsync(folder, plan)
            );
            error.Message.ShouldContain("in use");
            ExperimentReader.Read(folder)!.Status.ShouldBe(ExperimentStanding.Running);
        }

        (await _rig.ResumeAsync(folder, plan)).Status.ShouldBe(ExperimentStatus.Completed);
    }

    [Theory]
    [InlineData(RetrySelection.Simulator, 10)]
    [InlineData(RetrySelection.Errors, 10)]
    [InlineData(RetrySelection.Failed, 30)]
    [InlineData(RetrySelection.Simulator | RetrySelection.Failed, 40)]
    public async Task Selected_runs_are_dropped_and_made_again(RetrySelection retry, int expected)
    {
        FakePlan plan = new(50);
        string folder = (await _rig.RunAsync(plan, Mixed())).Folder!;
        FakeExecutor executor = new();

        ExperimentResult result = await _rig.ResumeAsync(
            ExperimentRig.Resume(folder, plan) with
            {
                Retry = retry,
            },
            executor
        );

        executor.Keys.Count.ShouldBe(expected);
        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Outcomes.Successful.ShouldBe(10 + expected);
        result.Outcomes.Total.ShouldBe(50);
        ExperimentReader.ReadTraceSummaries(folder).Select(run => run.RunKey).ShouldBeUnique();
        ExperimentRig.Lines(folder, ExperimentFiles.Observations).Length.ShouldBe(100);
        ExperimentRig.Lines(folder, ExperimentFiles.Traces).Length.ShouldBe(50);
    }

    [Fact]
    public async Task A_crash_at_any_moment_of_dropping_runs_leaves_all_old_or_all_new()
    {
        FakePlan plan = new(20);
        string before = (await _rig.RunAsync(plan, Mixed())).Folder!;
        string after = _rig.Workspace.PathOf("after");
        _rig.CopyFolder(before, after);
        using (
            await ExperimentFolder.OpenAsync(ExperimentRig.Resume(after, plan) with { Retry = RetrySelection.Failed })
        ) { }

        string[] files =
        [
            ExperimentFiles.TraceSummary,
            ExperimentFiles.Traces,
            ExperimentFiles.Observations,
            ExperimentFiles.Journal,
        ];
        for (int moved = 0; moved < 16; moved++)
        {
            string folder = _rig.Workspace.PathOf($"switching-{moved}");
            _rig.CopyFolder(before, folder);
            Directory.CreateDirectory(Path.Combine(folder, ".switch"));
            for (int file = 0; file < files.Length; file++)
            {
                bool done = (moved >> file & 1) == 1;
                string target = done ? folder : Path.Combine(folder, ".switch");
                File.Copy(Path.Combine(after, files[file]), Path.Combine(target, files[file]), overwrite: true);
            }

            using ExperimentFolder opened = await ExperimentFolder.OpenAsync(ExperimentRig.Resume(folder, plan));

            opened.CommittedRuns.ShouldBe(8);
            opened.Notices.ShouldBeEmpty();
            ExperimentRig.ShouldHaveLines(folder, ExperimentRig.SortedLines(after));
            Directory.Exists(Path.Combine(folder, ".switch")).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_crash_before_the_new_files_count_leaves_the_old_ones()
    {
        FakePlan plan = new(20);
        string folder = (await _rig.RunAsync(plan, Mixed())).Folder!;
        IReadOnlyDictionary<string, string[]> before = ExperimentRig.SortedLines(folder);
        string staging = Directory.CreateDirectory(Path.Combine(folder, ".rewrite")).FullName;
        File.WriteAllText(Path.Combine(staging, ExperimentFiles.TraceSummary), "{\"half");

        using ExperimentFolder opened = await ExperimentFolder.OpenAsync(ExperimentRig.Resume(folder, plan));

        opened.CommittedRuns.ShouldBe(20);
        ExperimentRig.ShouldHaveLines(folder, before);
        Directory.Exists(staging).ShouldBeFalse();
    }

    [Fact]
    public async Task An_experiment_that_is_finished_has_nothing_to_resume()
    {
        FakePlan plan = new(10);
        string folder = (await _rig.RunAsync(plan)).Folder!;
        FakeExecutor executor = new();

        ExperimentResult result = await _rig.ResumeAsync(folder, plan, executor);

        result.Status.ShouldBe(ExperimentStatus.Completed);
        executor.Keys.ShouldBeEmpty();
    }

    public void Dispose() => _rig.Dispose();

    // One of each in five: success, agent's failure, error, limit, simulator fault.
    private static FakeExecutor Mixed() =>
        new(
            (run, _) =>
                Task.FromResult(
                    (run.Index % 5) switch
                    {
                        0 => Runs.Success(run),
                        1 => Runs.Failure(run),
                        2 => Runs.Failure(run, Agents.ErrorKind.Timeout),
                        3 => Runs.Record(run, Traces.RunOutcome.Limited, new Traces.TraceError("max_duration", "5 s")),
                        _ => Runs.Record(
                            run,
                            Traces.RunOutcome.SimulatorFault,
                            new Traces.TraceError(Agents.ErrorKind.Supervisor, "broke its format")
                        ),
                    }
                )
        );
}
