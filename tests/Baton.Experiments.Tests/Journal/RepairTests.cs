using Baton.Experiments.Journal;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Tests.Running;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Journal;

public sealed class RepairTests : IDisposable
{
    private readonly ExperimentRig _rig = new();

    [Fact]
    public async Task Files_cut_at_any_byte_are_repaired_and_resumed_to_the_same_lines()
    {
        FakePlan plan = new(8, 2, "novice");
        string whole = (await _rig.RunAsync(plan)).Folder!;
        IReadOnlyDictionary<string, string[]> expected = ExperimentRig.SortedLines(whole);
        int attempt = 0;

        Prop.ForAll<NonNegativeInt, NonNegativeInt, NonNegativeInt>(
                (journal, summaries, seed) =>
                {
                    string folder = _rig.Workspace.PathOf($"cut-{attempt++}");
                    _rig.CopyFolder(whole, folder);
                    Cut(folder, ExperimentFiles.Journal, journal.Get * 7919);
                    Cut(folder, ExperimentFiles.TraceSummary, summaries.Get * 7907);
                    Cut(folder, ExperimentFiles.Traces, seed.Get * 7901);
                    Cut(folder, ExperimentFiles.Observations, seed.Get % 3 == 0 ? seed.Get * 7883 : int.MaxValue);
                    ResumesToTheSame(folder, plan, expected);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public async Task A_process_killed_between_data_and_journal_loses_only_what_was_not_committed()
    {
        FakePlan plan = new(6);
        string whole = (await _rig.RunAsync(plan)).Folder!;
        IReadOnlyDictionary<string, string[]> expected = ExperimentRig.SortedLines(whole);
        long length = new FileInfo(Path.Combine(whole, ExperimentFiles.Journal)).Length;

        for (long at = 0; at <= length; at += 13)
        {
            string folder = _rig.Workspace.PathOf($"killed-{at}");
            _rig.CopyFolder(whole, folder);
            Truncate(Path.Combine(folder, ExperimentFiles.Journal), at);
            int committed = Math.Max(
                0,
                File.ReadAllText(Path.Combine(folder, ExperimentFiles.Journal)).Count(c => c == '\n') - 1
            );

            FakeExecutor executor = new();
            ExperimentResult result = await _rig.ResumeAsync(folder, plan, executor);

            result.Status.ShouldBe(ExperimentStatus.Completed);
            executor.Keys.Count.ShouldBe(6 - committed);
            ExperimentRig.ShouldHaveLines(folder, expected);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_line_end_the_part_that_counts()
    {
        FakePlan plan = new(6);
        string folder = (await _rig.RunAsync(plan)).Folder!;
        IReadOnlyDictionary<string, string[]> expected = ExperimentRig.SortedLines(folder);
        string journal = Path.Combine(folder, ExperimentFiles.Journal);
        string[] lines = File.ReadAllLines(journal);
        lines[4] = new string('\0', lines[4].Length);
        File.WriteAllText(journal, string.Join('\n', lines) + "\n");

        ResumesToTheSame(folder, plan, expected);
    }

    [Fact]
    public async Task What_was_cut_off_is_told()
    {
        FakePlan plan = new(6);
        string folder = (await _rig.RunAsync(plan)).Folder!;
        File.AppendAllText(Path.Combine(folder, ExperimentFiles.Journal), "{\"run_ind");
        File.AppendAllText(Path.Combine(folder, ExperimentFiles.Traces), "{\"trace_id\":\"torn");

        using ExperimentFolder opened = await ExperimentFolder.OpenAsync(ExperimentRig.Resume(folder, plan));

        opened.CommittedRuns.ShouldBe(6);
        opened.Notices.ShouldBe([
            "`journal.jsonl`: 9 bytes of unfinished runs were cut off",
            "`traces.jsonl`: 17 bytes of unfinished runs were cut off",
        ]);
    }

    [Fact]
    public async Task A_summary_resumed_is_the_summary_of_one_sitting()
    {
        FakePlan plan = new(20, 3, "novice", "expert");
        FakeExecutor executor = new(
            (run, _) => Task.FromResult(run.Index % 4 == 0 ? Runs.Failure(run) : Runs.Success(run))
        );
        ExperimentResult whole = await _rig.RunAsync(plan, executor);
        string folder = _rig.Workspace.PathOf("half");
        _rig.CopyFolder(whole.Folder!, folder);
        Cut(folder, ExperimentFiles.Journal, 6000);

        ExperimentResult resumed = await _rig.ResumeAsync(folder, plan, executor);

        string Text(ExperimentResult result) => File.ReadAllText(Path.Combine(result.Folder!, ExperimentFiles.Summary));
        Text(resumed).ShouldBe(Text(whole));
        resumed.Summary!.PassAtK!.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_folder_that_is_none_of_ours_is_refused()
    {
        string folder = Directory.CreateDirectory(_rig.Workspace.PathOf("other")).FullName;

        ResumeRefusedException error = await Should.ThrowAsync<ResumeRefusedException>(() =>
            _rig.ResumeAsync(folder, new FakePlan(1))
        );

        error.Message.ShouldContain("is no experiment");
    }

    [Fact]
    public async Task A_journal_of_something_else_is_refused_and_left_alone()
    {
        string path = _rig.Workspace.Write("other/journal.jsonl", "{\"hello\":1}\n");

        await Should.ThrowAsync<ResumeRefusedException>(() =>
            _rig.ResumeAsync(Path.GetDirectoryName(path)!, new FakePlan(1))
        );

        File.ReadAllText(path).ShouldBe("{\"hello\":1}\n");
    }

    [Fact]
    public async Task A_journal_of_a_newer_format_is_refused()
    {
        string path = _rig.Workspace.Write(
            "newer/journal.jsonl",
            "{\"version\":99,\"experiment_id\":\"x\",\"baton_version\":\"9.9\"}\n"
        );

        ResumeRefusedException error = await Should.ThrowAsync<ResumeRefusedException>(() =>
            _rig.ResumeAsync(Path.GetDirectoryName(path)!, new FakePlan(1))
        );

        error.Message.ShouldContain("use Baton 9.9 or later");
    }

    public void Dispose() => _rig.Dispose();

    private static void Cut(string folder, string file, int at)
    {
        string path = Path.Combine(folder, file);
        long length = new FileInfo(path).Length;
        Truncate(path, Math.Abs((long)at) % (length + 1));
    }

    private static void Truncate(string path, long length)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Write);
        stream.SetLength(length);
    }

    private void ResumesToTheSame(string folder, FakePlan plan, IReadOnlyDictionary<string, string[]> expected)
    {
        ExperimentResult result = _rig.ResumeAsync(folder, plan).GetAwaiter().GetResult();
        result.Status.ShouldBe(ExperimentStatus.Completed);
        result.Outcomes.Successful.ShouldBe(plan.TotalRuns);
        ExperimentRig.ShouldHaveLines(folder, expected);
    }
}
