using System.Diagnostics;

namespace Baton.Acceptance.Tests;

/// <summary>The page of an evaluation, opened in a real browser.</summary>
[Trait("Needs", "chromium")]
public sealed class EvaluationPageTests
{
    [Fact]
    [Trait("Needs", "python")]
    public async Task The_page_draws_numbers_charts_and_the_worst_run_with_what_was_said_as_text()
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\"}\ninput_template: \"{{ input }} <b>bold</b>\"\n", inputs: 40)
            .With(
                "agent.py",
                "def run(input):\n    return '' if '7' in input else '<img src=x onerror=\"document.title=1\">'\n"
            )
            .With(
                "configs/evaluation.yaml",
                "evaluators: [{name: basics, type: rule_based, rules: [output_not_empty, success]}]\n"
            );
        (await project.RunExperimentAsync("--evaluate")).ExitCode.ShouldBe(0);
        string page = Path.Combine(project.Experiment, "evaluation", "report.html");

        string drawn = await OpenAsync(page);

        drawn.ShouldContain("data-ready=");
        drawn.ShouldContain("Failed 4");
        drawn.ShouldContain("Passed 36");
        drawn.ShouldContain("aria-label=\"histogram\"");
        drawn.ShouldContain("nothing came");
        drawn.ShouldContain("question 7 &lt;b&gt;bold&lt;/b&gt;");
        drawn.ShouldNotContain("<img src=");
    }

    private static async Task<string> OpenAsync(string page)
    {
        ProcessStartInfo start = new(
            "chromium",
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--dump-dom",
                new Uri(page).AbsoluteUri,
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process browser = Process.Start(start)!;
        Task<string> complaints = browser.StandardError.ReadToEndAsync();
        string drawn = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
        browser.ExitCode.ShouldBe(0, await complaints);
        return drawn;
    }
}
