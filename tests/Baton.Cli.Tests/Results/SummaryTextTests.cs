using Baton.Cli.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;

namespace Baton.Cli.Tests.Results;

public sealed class SummaryTextTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.25, "0.3 ms")]
    [InlineData(12.4, "12 ms")]
    [InlineData(1234.0, "1.23 s")]
    [InlineData(65432.0, "65.4 s")]
    public void Milliseconds_are_as_exact_as_they_are_useful(double? milliseconds, string text) =>
        SummaryText.Milliseconds(milliseconds).ShouldBe(text);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(0L, 0.0, null)]
    [InlineData(null, 0.5, "Agent    $0.5")]
    [InlineData(12L, null, "Agent    12 tokens")]
    public void Spending_is_shown_as_far_as_it_was_reported(long? tokens, double? cost, string? shown)
    {
        ExperimentSummary summary = new()
        {
            Tokens = tokens is null ? null : new SummaryTokens(new TokenCounts(null, null, tokens), Supervisor: null),
            Cost = cost is null ? null : new SummaryCost((decimal)cost, Supervisor: null, (decimal)cost),
        };
        using StringWriter output = new();

        SummaryText.Write(output, summary, new FailureTally([]), "out");

        output
            .ToString()
            .Split('\n')
            .SingleOrDefault(line => line.StartsWith("Agent", StringComparison.Ordinal))
            .ShouldBe(shown);
    }

    [Fact]
    public void Failures_are_counted_by_kind_with_an_example()
    {
        using TempWorkspace workspace = new();
        workspace.Write(
            ExperimentFiles.TraceSummary,
            """
            {"trace_id":"1","run_key":"1/-/0","success":false,"error":{"kind":"timeout","message":"first"}}
            {"trace_id":"2","run_key":"2/-/0","success":true}
            {"trace_id":"3","run_key":"3/-/0","success":false,"error":{"kind":"exception","message":"other"}}
            {"trace_id":"4","run_key":"4/-/0","success":false,"error":{"kind":"timeout","message":"second"}}
            {"trace_id":"5","run_key":"5/-/0","success":false}

            """
        );

        FailureTally
            .Of(ExperimentReader.ReadTraceSummaries(workspace.Root))
            .Kinds.ShouldBe([new("timeout", 2, "first"), new("exception", 1, "other"), new("failed", 1, "")]);
    }
}
