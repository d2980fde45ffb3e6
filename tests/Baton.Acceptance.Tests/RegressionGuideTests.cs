namespace Baton.Acceptance.Tests;

/// <summary>What the sample of two versions, and the guides that use it, say to type works and is answered as they say.</summary>
[Trait("Needs", "python")]
public sealed class RegressionGuideTests
{
    [Theory]
    [InlineData("samples/regression/README.md")]
    [InlineData("docs/guides/compare.md")]
    [InlineData("docs/guides/replay.md")]
    public async Task Everything_a_page_says_to_type_works_in_its_order(string page)
    {
        using SamplesTests.Copy samples = new("samples/regression");

        await GuideCommands.ShouldWorkAsync(page, Path.Combine(samples.Root, "samples/regression"));
    }
}
