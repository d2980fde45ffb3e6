using System.Text.Json;
using Baton.Experiments.Pages;
using Baton.Experiments.Results;
using Baton.Experiments.Tests.Evaluation;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Pages;

public sealed class TracePagesTests
{
    private static readonly string Recorded = Path.Combine(
        AppContext.BaseDirectory,
        "Results",
        "Recordings",
        "experiment_v1"
    );

    [Fact]
    public void Each_run_gets_a_page_and_a_line_with_all_that_is_known_of_it()
    {
        using TempWorkspace workspace = new();
        string[] traces = File.ReadAllLines(Path.Combine(Recorded, ExperimentFiles.Traces));

        long written = TracePages.Write(Recorded, workspace.Root, _ => true);

        written.ShouldBe(traces.Length);
        Directory.GetFiles(workspace.Root, "*.md").Length.ShouldBe(traces.Length);
        JsonElement[] lines =
        [
            .. File.ReadLines(workspace.PathOf(TracePages.PerTrace)).Select(line => JsonElement.Parse(line)),
        ];
        lines
            .Select(line => line.GetProperty("trace").GetProperty("trace_id").GetString())
            .ShouldBe(traces.Select(line => JsonElement.Parse(line).GetProperty("trace_id").GetString()));
        lines
            .Sum(line => line.GetProperty("observations").GetArrayLength())
            .ShouldBe(File.ReadLines(Path.Combine(Recorded, ExperimentFiles.Observations)).Count());
    }

    [Fact]
    public void A_page_shows_the_conversation_and_a_timeline()
    {
        using TempWorkspace workspace = new();

        TracePages.Write(Recorded, workspace.Root, _ => true, limit: 1);

        string page = File.ReadAllText(Directory.GetFiles(workspace.Root, "0001_*.md").ShouldHaveSingleItem());
        ApprovedText.ShouldBeApproved(page, "trace-page.md");
    }

    [Fact]
    public async Task An_evaluated_run_shows_its_scores_and_what_agents_say_cannot_break_out_of_its_block()
    {
        using EvaluatedExperiment experiment = new(
            EvaluatedExperiment.Basics,
            [Evaluation.Traces.Of("```\n# not a headline\n````\n<b>", 1), Evaluation.Traces.Of(" ", 2)]
        );
        await experiment.EvaluateAsync();
        using TempWorkspace workspace = new();

        TracePages.Write(experiment.Folder, workspace.Root, trace => trace.Output != " ");

        string page = File.ReadAllText(Directory.GetFiles(workspace.Root, "*.md").ShouldHaveSingleItem());
        page.ShouldContain("`````text\n```\n# not a headline\n````\n<b>\n`````");
        page.ShouldContain("The run is **passed**, score 1.");
        page.ShouldContain("- **basics** pass 1");
    }
}
