using Baton.Cli.Interrupts;

namespace Baton.Cli.Tests.Interrupts;

public sealed class InterruptionTests
{
    [Fact]
    public void The_first_request_asks_and_the_second_insists()
    {
        using Interruption interruption = new();

        interruption.Request();
        (interruption.Asked.IsCancellationRequested, interruption.Insisted.IsCancellationRequested).ShouldBe(
            (true, false)
        );

        interruption.Request();
        interruption.Insisted.IsCancellationRequested.ShouldBeTrue();

        interruption.Request();
    }
}
