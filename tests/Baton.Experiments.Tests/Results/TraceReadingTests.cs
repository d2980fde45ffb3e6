using System.Text;
using System.Text.Json.Nodes;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Results;

public sealed class TraceReadingTests
{
    private static readonly string Recorded = Path.Combine(
        AppContext.BaseDirectory,
        "Results",
        "Recordings",
        "experiment_v1"
    );

    [Fact]
    public void A_trace_that_is_read_and_written_again_is_the_same_line()
    {
        foreach (string line in File.ReadLines(Path.Combine(Recorded, ExperimentFiles.Traces)))
        {
            using TempWorkspace workspace = new();
            workspace.Write(ExperimentFiles.Traces, line + "\n");

            RunTrace trace = ExperimentReader.ReadTraces(workspace.Root).ShouldHaveSingleItem();

            JsonNode.DeepEquals(JsonNode.Parse(Written(trace)), JsonNode.Parse(line)).ShouldBeTrue(line);
        }
    }

    [Fact]
    public void Without_traces_the_summaries_are_read()
    {
        using TempWorkspace workspace = new();
        File.Copy(
            Path.Combine(Recorded, ExperimentFiles.TraceSummary),
            Path.Combine(workspace.Root, ExperimentFiles.TraceSummary)
        );

        IEnumerable<RunTrace> summaries = ExperimentReader.ReadTraces(workspace.Root);

        Facts(summaries).ShouldBe(Facts(ExperimentReader.ReadTraces(Recorded)));
        static IEnumerable<(string, string?, RunOutcome, double, TraceTokens?)> Facts(IEnumerable<RunTrace> traces) =>
            traces.Select(trace => (trace.RunKey, trace.Output, trace.Outcome, trace.DurationMs, trace.TokenUsage));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"run_key\":\"a/-/0\",\"outcome\":\"unheard_of\"}")]
    public void A_line_that_is_no_trace_is_passed_over(string line)
    {
        using TempWorkspace workspace = new();
        workspace.Write(ExperimentFiles.Traces, line + "\n{\"run_key\":\"b/-/0\",\"outcome\":\"failed\"}\n{\"run_k");

        ExperimentReader.ReadTraces(workspace.Root).ShouldHaveSingleItem().RunKey.ShouldBe("b/-/0");
    }

    private static string Written(RunTrace trace)
    {
        using LineBuffer buffer = new();
        using JsonLine line = new(buffer);
        RunLines.WriteTrace(line, trace);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
