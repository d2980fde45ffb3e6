using Baton.Cli.Results;

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

    [Fact]
    public void Failures_are_counted_by_kind_with_an_example()
    {
        using TempWorkspace workspace = new();
        string file = workspace.Write(
            TraceSummary.FileName,
            """
            {"trace_id":"1","success":false,"error":{"kind":"timeout","message":"first"}}
            {"trace_id":"2","success":true}
            {"trace_id":"3","success":false,"error":{"kind":"exception","message":"other"}}
            {"trace_id":"4","success":false,"error":{"kind":"timeout","message":"second"}}
            {"trace_id":"5","success":false}
            """
        );

        FailureTally
            .Of(TraceSummary.ReadFile(file))
            .Kinds.ShouldBe([new("timeout", 2, "first"), new("exception", 1, "other"), new("failed", 1, "")]);
    }
}
