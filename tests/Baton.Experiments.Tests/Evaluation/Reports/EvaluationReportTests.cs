using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Experiments.Evaluation.Reports;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Evaluation.Reports;

public sealed partial class EvaluationReportTests
{
    private const string Hostile = "</script><script>alert(1)</script> <b>bold</b> \u2028 | pipe";

    [Fact]
    public async Task The_markdown_tells_the_numbers_and_the_failures_with_their_reasons()
    {
        using EvaluatedExperiment experiment = new(
            EvaluatedExperiment.Basics,
            [
                Traces.Of("fine", 1) with
                {
                    Persona = "novice",
                },
                Traces.Of(null, 2) with
                {
                    Outcome = RunOutcome.Failed,
                    Error = new TraceError("http", Hostile),
                    Input = Hostile,
                },
                Traces.Conversation("Which one?", " ") with
                {
                    RunKey = "talk/0",
                },
            ]
        );

        await experiment.EvaluateAsync();

        string report = await File.ReadAllTextAsync(Path.Combine(experiment.EvaluationFolder, "report.md"));
        report.ShouldStartWith("# Evaluation of shop\n");
        report.ShouldContain("| 3 | 1 | 2 | 0 | 0 | 33.3 % (6.1 % to 79.2 %) |");
        report.ShouldContain("### input_0002/0");
        report.ShouldContain("- **basics** (fail): output_not_empty");
        report.ShouldContain("> **user**: question 2");
        report.ShouldContain("The run ended with `http`");
        report.ShouldNotContain("<script");
    }

    [Fact]
    public async Task The_page_holds_every_trace_and_nothing_that_agents_say_ends_its_scripts()
    {
        using EvaluatedExperiment experiment = new(
            EvaluatedExperiment.Basics,
            Enumerable
                .Range(1, 450)
                .Select(number => Traces.Of(number % 9 == 0 ? "" : Hostile, number) with { Input = Hostile })
        );

        await experiment.EvaluateAsync();

        string page = await File.ReadAllTextAsync(Path.Combine(experiment.EvaluationFolder, "report.html"));
        page.ShouldContain("<title>shop · evaluation</title>");
        JsonElement[] chunks = [.. Scripts(page, "class=\"chunk\"")];
        chunks.Select(chunk => chunk.GetArrayLength()).ShouldBe([200, 200, 50]);
        JsonElement index = Scripts(page, "id=\"index\"").ShouldHaveSingleItem();
        JsonElement[] rows = [.. index.GetProperty("traces").EnumerateArray()];
        rows.Length.ShouldBe(450);
        rows[8][0].GetInt32().ShouldBe((int)TraceVerdict.Failed);
        rows[8][6].GetString().ShouldBe("input_0009/0");
        chunks[0][0].GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe(Hostile);
        Scripts(page, "id=\"summary\"").Single().GetProperty("traces").GetProperty("failed").GetInt32().ShouldBe(50);
    }

    [Fact]
    public void What_did_not_pass_is_shown_before_what_did()
    {
        EvaluatedRun[] runs =
        [
            .. Enumerable
                .Range(0, 20)
                .Select(number => new EvaluatedRun
                {
                    TraceId = $"{number}",
                    RunKey = $"{number}",
                    InputId = "i",
                    Iteration = 0,
                    Outcome = RunOutcome.Success,
                    Passed =
                        number % 2 == 0 ? true
                        : number == 5 ? null
                        : false,
                    Scores = [],
                }),
        ];

        ReportSelection selection = new(runs, most: 12);

        selection.Total.ShouldBe(20);
        selection.Shown.ShouldBe(12);
        runs.Where(run => selection.Take(JudgedTrace.VerdictOf(run)))
            .Select(run => run.RunKey)
            .ShouldBe(["0", "1", "2", "3", "5", "7", "9", "11", "13", "15", "17", "19"]);
    }

    private static IEnumerable<JsonElement> Scripts(string page, string mark) =>
        Script()
            .Matches(page)
            .Where(match => match.Groups[1].Value.Contains(mark, StringComparison.Ordinal))
            .Select(match => JsonElement.Parse(match.Groups[2].Value));

    [GeneratedRegex("<script type=\"application/json\" ([^>]*)>(.*?)</script>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Script();
}
