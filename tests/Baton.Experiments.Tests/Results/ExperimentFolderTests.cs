using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Tests.Running;

namespace Baton.Experiments.Tests.Results;

public sealed class ExperimentFolderTests : IDisposable
{
    private readonly ExperimentRig _rig = new();

    [Theory]
    [InlineData(null, "exp_20260102_030405")]
    [InlineData("baseline-test", "baseline-test_20260102_030405")]
    [InlineData("../my test: №1/ß", "my-test---1-ß_20260102_030405")]
    [InlineData("...", "exp_20260102_030405")]
    public async Task The_folder_is_named_by_the_experiment_and_its_start(string? name, string expected)
    {
        using ExperimentFolder folder = await _rig.New(new FakePlan(1), name)(CancellationToken.None);

        Path.GetFileName(folder.Path).ShouldBe(expected);
        Path.GetDirectoryName(folder.Path).ShouldBe(_rig.Output);
        folder.Header.ExperimentName.ShouldBe(name ?? expected);
    }

    [Fact]
    public async Task Experiments_that_start_together_get_folders_of_their_own()
    {
        ExperimentFolder[] folders = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => _rig.New(new FakePlan(1))(CancellationToken.None)))
        );

        folders.Select(folder => Path.GetFileName(folder.Path)).ShouldBeUnique();
        folders.ShouldContain(folder => folder.Path.EndsWith("_16", StringComparison.Ordinal));
        Directory.EnumerateFileSystemEntries(_rig.Output).Count().ShouldBe(16);
        foreach (ExperimentFolder folder in folders)
        {
            folder.Dispose();
        }
    }

    [Fact]
    public async Task A_recorded_folder_of_version_1_is_still_read_and_resumed()
    {
        string folder = _rig.Workspace.PathOf("recorded");
        _rig.CopyFolder(Path.Combine(AppContext.BaseDirectory, "Results", "Recordings", "experiment_v1"), folder);

        ExperimentListing listing = ExperimentReader.Read(folder)!;
        listing.Name.ShouldBe("recorded");
        listing.Status.ShouldBe(ExperimentStanding.Interrupted);
        listing.Total.ShouldBe(6);
        listing.Outcomes.Successful.ShouldBe(2);
        listing.Outcomes.Failed.ShouldBe(1);
        listing.Outcomes.SimulatorFaults.ShouldBe(1);
        ExperimentReader.ReadSummary(folder)!.Identity.ConfigHash.ShouldBe("config");
        TraceSummary[] runs = [.. ExperimentReader.ReadTraceSummaries(folder)];
        runs.Length.ShouldBe(4);
        runs[0].Tokens!.Input.ShouldBe(3);
        runs.Single(run => run.Outcome == "failed").Error!.Kind.ShouldBe("agent_error");

        FakeExecutor executor = new();
        ExperimentResult resumed = await _rig.ResumeAsync(folder, new FakePlan(3, 2), executor);

        resumed.Status.ShouldBe(ExperimentStatus.Completed);
        executor.Keys.ShouldBe(["i2/-/0", "i2/-/1"], ignoreOrder: true);
        resumed.Outcomes.Total.ShouldBe(6);
    }

    [Fact]
    public async Task Experiments_are_listed_with_how_they_stand()
    {
        FakePlan plan = new(10);
        await _rig.RunAsync(plan);
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        using ExperimentStop stop = new();
        FakeExecutor stopping = new(
            (run, _) =>
            {
                if (run.Index == 3)
                {
                    stop.RequestStop();
                }

                return Task.FromResult(Runs.Success(run));
            }
        );
        await new ExperimentDriver(_rig.Define(plan, stopping) with { Stop = stop, ParallelRuns = 1 }).RunAsync();
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        using ExperimentFolder running = await _rig.New(plan, "third")(CancellationToken.None);
        _rig.Workspace.Write("experiments/notes/readme.txt", "not one");

        IReadOnlyList<ExperimentListing> listed = ExperimentReader.List(_rig.Output);

        listed
            .Select(experiment => experiment.Status)
            .ShouldBe([ExperimentStanding.Running, ExperimentStanding.Interrupted, ExperimentStanding.Completed]);
        listed[0].Name.ShouldBe("third");
        listed[1].Outcomes.Total.ShouldBe(4);
        listed[2].Outcomes.Successful.ShouldBe(10);
    }

    [Fact]
    public async Task A_killed_experiment_is_listed_as_interrupted_with_what_it_has()
    {
        FakePlan plan = new(10);
        string folder = (await _rig.RunAsync(plan)).Folder!;
        File.Delete(Path.Combine(folder, ExperimentFiles.Summary));
        File.WriteAllText(Path.Combine(folder, ".lock"), "");
        string[] lines = ExperimentRig.Lines(folder, ExperimentFiles.Journal);
        File.WriteAllText(Path.Combine(folder, ExperimentFiles.Journal), string.Join('\n', lines[..6]) + "\n{\"ru");

        ExperimentListing listing = ExperimentReader.Read(folder)!;

        listing.Status.ShouldBe(ExperimentStanding.Interrupted);
        listing.Outcomes.Total.ShouldBe(5);
        listing.CompletedAt.ShouldBeNull();
    }

    public void Dispose() => _rig.Dispose();
}
