using System.Text.RegularExpressions;
using Baton.Agents.Providers;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>The code and the files of <c>docs/guides/models.md</c>.</summary>
public sealed partial class ModelsGuideTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    [Fact]
    public void The_guide_shows_the_code_below() =>
        Snippets.ShouldBeIn("docs/guides/models.md", "tests/Baton.Agents.Tests/Providers");

    [Fact]
    public void A_model_is_named_or_connected_to()
    {
        // snippet: by-name
        Agent agent = new("Assistant", "You are helpful.") { Model = Models.ClaudeHaiku45 };
        // end snippet

        // snippet: by-connection
        ModelConnection connection = new()
        {
            Name = new ModelName(ModelName.OpenAICompatible, "llama3"),
            BaseUrl = "http://127.0.0.1:8000/v1",
            Timeout = TimeSpan.FromMinutes(2),
            Retry = ModelRetry.None,
        };
        IChatClient client = ModelClientFactory.Shared.Create(connection);
        // end snippet

        agent.Model.ShouldBe("anthropic:claude-haiku-4-5");
        client.GetService<ChatClientMetadata>()!.ProviderUri!.AbsoluteUri.ShouldBe("http://127.0.0.1:8000/v1");
    }

    [Fact]
    public void The_price_file_of_the_guide_is_one()
    {
        string path = _workspace.Write("prices.json", Json(0));

        // snippet: prices
        RunConfig config = new() { Catalog = ModelCatalog.Load(path), MaxCost = 0.05m };
        // end snippet

        config.Catalog.Find(new("openai", "gpt-4o"))!.CachedInputPrice.ShouldBe(1.1m);
        config.Catalog.Find(new("acme", "large"))!.CostOf(1_000_000, 0).ShouldBe(2);
    }

    [Fact]
    public async Task The_script_of_the_guide_is_one()
    {
        string path = _workspace.Write("answers.json", Json(1));
        using ModelLab lab = new();

        ChatResponse response = await lab.Client("scripted", model: path).GetResponseAsync("hello");

        response.Text.ShouldBe("Hello!");
    }

    public void Dispose() => _workspace.Dispose();

    private static string Json(int number)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Baton.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Blocks()
            .Matches(File.ReadAllText(Path.Combine(folder, "docs", "guides", "models.md")))[number]
            .Groups[1]
            .Value;
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Blocks();
}
