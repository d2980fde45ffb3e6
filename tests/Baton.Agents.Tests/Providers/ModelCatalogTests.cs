using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class ModelCatalogTests
{
    [Theory]
    [InlineData("openai:gpt-4o-mini", 0.00075)]
    [InlineData("openai:gpt-4o-mini-2024-07-18", 0.00075)]
    [InlineData("openai:gpt-4o", 0.0125)]
    [InlineData("openai:gpt-4o-2024-05-13", 0.02)]
    [InlineData("anthropic:claude-3-5-haiku-latest", 0.0048)]
    [InlineData("anthropic:claude-3-5-haiku-20241022", 0.0048)]
    [InlineData("anthropic:claude-sonnet-4-0", 0.018)]
    [InlineData("anthropic:claude-sonnet-4-20250514", 0.018)]
    public void Tokens_cost_what_the_model_costs(string name, double cost) =>
        Account(name, new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 1000 })!
            .Cost.ShouldBe((decimal)cost);

    [Fact]
    public void Cached_tokens_are_cheaper() =>
        Account(
            "openai:gpt-4o",
            new UsageDetails
            {
                InputTokenCount = 1000,
                OutputTokenCount = 0,
                CachedInputTokenCount = 600,
            }
        )!
            .Cost.ShouldBe(0.00175m);

    [Fact]
    public void An_unknown_model_has_tokens_and_no_cost()
    {
        Usage usage = Account("openai:llama3", new UsageDetails { InputTokenCount = 2, OutputTokenCount = 3 })!;

        usage.TotalTokens.ShouldBe(5);
        usage.Cost.ShouldBeNull();
    }

    [Fact]
    public void Nothing_reported_is_no_account() => Account("openai:gpt-4o", new UsageDetails()).ShouldBeNull();

    [Fact]
    public void A_catalog_can_be_taught()
    {
        ModelName name = new("openai", "gpt-4o");
        ModelCatalog catalog = ModelCatalog.Default.With(name, new ModelFacts(1m, 1m, 10, 10));

        catalog.Find(name)!.InputPrice.ShouldBe(1m);
        ModelCatalog.Default.Find(name)!.InputPrice.ShouldBe(2.5m);
    }

    [Theory]
    [InlineData("openai:gpt-4o", true)]
    [InlineData("openai:ft:gpt-4o:me", true)]
    [InlineData("gpt-4o", false)]
    [InlineData(":gpt-4o", false)]
    [InlineData("openai:", false)]
    [InlineData(null, false)]
    public void A_name_has_a_provider_and_a_model(string? text, bool valid)
    {
        ModelName.TryParse(text, out ModelName name).ShouldBe(valid);
        if (valid)
        {
            name.ToString().ShouldBe(text);
        }
    }

    private static Usage? Account(string name, UsageDetails usage) =>
        ModelName.TryParse(name, out ModelName parsed) ? ModelCatalog.Default.Account(parsed, usage) : null;
}
