using Baton.Agents.Providers;
using Baton.TestSupport;

namespace Baton.Agents.Tests.Providers;

public sealed class PriceFileTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    [Fact]
    public void A_file_adds_models_and_overrides_others()
    {
        ModelCatalog catalog = Load(
            """
            {
              // The house's own.
              "version": 1,
              "models": {
                "ollama:llama3.2": {"input": 0, "output": 0, "context": 128000},
                "openai:gpt-4o": {"input": 2},
                "openai:gpt-4o-mini": {"context": 64000}
              }
            }
            """
        );

        catalog.Find(new("ollama", "llama3.2")).ShouldBe(new ModelFacts(0, 0, 128_000));
        catalog.Find(new("openai", "gpt-4o")).ShouldBe(new ModelFacts(2, 10, 128_000, 16_384));
        catalog.Find(new("openai", "gpt-4o"))!.CachedInputPrice.ShouldBe(2);
        ModelFacts mini = catalog.Find(new("openai", "gpt-4o-mini"))!;
        mini.ContextTokens.ShouldBe(64_000);
        mini.CachedInputPrice.ShouldBe(0.075m);
        catalog.Find(new("anthropic", "claude-opus-5")).ShouldNotBeNull();
        ModelCatalog.Default.Find(new("ollama", "llama3.2")).ShouldBeNull();
    }

    [Fact]
    public void A_long_prompt_may_have_prices_of_its_own()
    {
        ModelFacts facts = Load(
                """
                {"models": {"a:b": {"input": 1, "output": 2,
                  "long_prompt": {"above": 1000, "input": 10, "cached_input": 5, "output": 20}}}}
                """
            )
            .Find(new("a", "b"))!;

        facts.CostOf(1000, 1000).ShouldBe(0.003m);
        facts.CostOf(1001, 1000, 1).ShouldBe(0.030005m);
    }

    [Theory]
    [InlineData(
        """{"models": {"openai:x": {"inptu": 1}}}""",
        ":1:35: `models.\"openai:x\".inptu`: unknown key; did you mean `input`?"
    )]
    [InlineData("""{"modles": {}}""", ":1:12: `modles`: unknown key; did you mean `models`?")]
    [InlineData("""{}""", "`models` is missing")]
    [InlineData("""[]""", ":1:1: must be an object, not a list")]
    [InlineData("""{"models": {"x": {"input": 1, "output": 1}}}""", "must be named `provider:model`")]
    [InlineData(
        "{\"models\": {\n  \"a:b\": {\"input\": \"1\", \"output\": 1}}}",
        ":2:20: `models.\"a:b\".input`: must be a number, not a text"
    )]
    [InlineData("""{"models": {"a:b": {"input": -1, "output": 1}}}""", "must be zero or more")]
    [InlineData("""{"models": {"a:b": {"output": 1}}}""", "`input` is missing")]
    [InlineData("""{"models": {"a:b": {"input": 1, "output": 1, "context": 1.5}}}""", "must be a whole number from 1")]
    [InlineData("""{"version": 2, "models": {}}""", "`version`: must be a whole number from 1 to 1")]
    [InlineData("""{"models": {"a:b": {"input": 1, "input": 2, "output": 1}}}""", "no valid JSON")]
    [InlineData("{\"models\":\n  {,", ":2:4: no valid JSON")]
    public void A_file_that_is_wrong_is_refused_with_file_place_and_key(string text, string message)
    {
        ModelConfigurationException failure = Should.Throw<ModelConfigurationException>(() => Load(text));

        failure.Message.ShouldStartWith(_workspace.PathOf("prices.json"));
        failure.Message.ShouldContain(message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should
            .Throw<ModelConfigurationException>(() => ModelCatalog.Load(_workspace.PathOf("none.json")))
            .Message.ShouldContain("none.json");

    public void Dispose() => _workspace.Dispose();

    private ModelCatalog Load(string text) => ModelCatalog.Load(_workspace.Write("prices.json", text));
}
