using Baton.Cli.Generate;
using Baton.Experiments.Settings;

namespace Baton.Cli.Tests.Generate;

public sealed class StrategyWordsTests
{
    [Fact]
    public void Every_strategy_can_be_named() => StrategyWords.All.ShouldBe(VariationWords.All, ignoreOrder: true);
}
