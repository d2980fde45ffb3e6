using Baton.Cli.Run;
using Baton.Experiments.Settings;

namespace Baton.Cli.Tests.Run;

public sealed class InputFormatsTests
{
    [Fact]
    public void Every_format_of_inputs_can_be_named() => InputFormats.Words.ShouldBe(DatasetWords.All);
}
