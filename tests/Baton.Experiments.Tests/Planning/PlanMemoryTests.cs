using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using Baton.Experiments.Tests.Inputs;
using Baton.Experiments.Tests.Running;
using Baton.Targets;

namespace Baton.Experiments.Tests.Planning;

[Collection(nameof(Alone))]
public sealed class PlanMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hundred_thousand_lines_are_counted_and_read_without_being_held(bool isDataSet)
    {
        InputSettings inputs = isDataSet
            ? new InputSettings
            {
                Fields = new InputFields { Input = "question" },
                OnBadLine = BadLine.Skip,
            }
            : new InputSettings();
        string text = isDataSet ? "question" : "input";
        string bad = isDataSet ? "no JSON\n" : "";
        using InputProject project = new()
        {
            Settings = new ExperimentSettings
            {
                Runner = new RunnerOptions { Target = "app.agent:run" },
                Inputs = inputs,
            },
        };
        string path = project.Write("big.jsonl", "");
        using (StreamWriter writer = new(path))
        {
            for (int i = 0; i < 100_000; i++)
            {
                writer.Write(
                    $"{{\"id\":\"q-{i}\",\"{text}\":\"How do I start, number {i}? {new string('x', 200)}\",\"persona\":\"novice\"}}\n{bad}"
                );
            }
        }

        RunPlan plan = RunPlan.Create(project.Request("big.jsonl"));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        long runs = 0;
        foreach (PlannedRun _ in plan.ReadAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable())
        {
            if (++runs % 20_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        plan.TotalRuns.ShouldBe(100_000);
        plan.SkippedInputs.ShouldBe(isDataSet ? 100_000 : 0);
        runs.ShouldBe(100_000);
        most.ShouldBeLessThan(8 * 1024 * 1024);
    }
}
