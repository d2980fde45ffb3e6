using System.Reflection;
using Baton.Agents.Providers;

namespace Baton.Agents.Tests.Providers;

public sealed class ModelsTests
{
    public static TheoryData<string> Names =>
        [.. typeof(Models).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_named_model_has_its_facts(string model)
    {
        ModelName.TryParse(model, out ModelName name).ShouldBeTrue();

        ModelFacts facts = ModelCatalog.Default.Find(name).ShouldNotBeNull();

        facts.InputPrice.ShouldBeInRange(0.01m, 100m);
        facts.OutputPrice.ShouldBeGreaterThan(facts.InputPrice);
        facts.CachedInputPrice.ShouldBeInRange(facts.InputPrice / 10, facts.InputPrice);
        (facts.ContextTokens ?? int.MaxValue).ShouldBeGreaterThan(facts.MaxOutputTokens ?? 0);
        ModelClientFactory.Providers.ShouldContain(name.Provider);
    }

    [Fact]
    public void Prices_hold_for_a_model_by_whichever_way_it_is_asked() =>
        ModelCatalog
            .Default.Find(new("openai-responses", "gpt-5-mini-2025-08-07"))
            .ShouldBe(ModelCatalog.Default.Find(new("openai", "gpt-5-mini")));

    [Fact]
    public void A_model_of_no_list_has_no_price() =>
        ModelCatalog.Default.Find(new("ollama", "llama3.2")).ShouldBeNull();
}
