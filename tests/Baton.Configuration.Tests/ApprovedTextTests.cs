using Baton.TestSupport;

namespace Baton.Configuration.Tests;

public sealed class ApprovedTextTests
{
    [Fact]
    public void A_difference_shows_what_went_and_what_came() =>
        ApprovedText.Diff("a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nd\ne\nX\ng").ShouldBe("  …\n  d\n  e\n- f\n+ X\n  g\n");

    [Fact]
    public void What_was_never_approved_fails_and_says_how_to_approve()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("BATON_APPROVE") == "1", "everything is being approved");

        Should
            .Throw<ShouldAssertException>(() => ApprovedText.ShouldBeApproved("x", "never-approved.txt"))
            .Message.ShouldContain("BATON_APPROVE=1");
    }
}
