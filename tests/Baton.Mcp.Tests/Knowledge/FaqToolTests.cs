using System.Text.Json.Nodes;
using Baton.Mcp.Knowledge;
using Baton.Mcp.Knowledge.Wording;

namespace Baton.Mcp.Tests.Knowledge;

public sealed class FaqToolTests
{
    [Fact]
    public async Task An_answer_cites_page_heading_and_resource()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject answer = await served.CallAsync("faq", new { query = "How do I resume after kill -9?", top_k = 1 });

        JsonNode passage = answer["passages"]!.AsArray().ShouldHaveSingleItem()!;
        passage["page"]!.GetValue<string>().ShouldBe("docs/guides/run-experiment.md");
        passage["heading"]!.GetValue<string>().ShouldBe("Stopping and going on");
        passage["uri"]!.GetValue<string>().ShouldBe("baton://docs/guides/run-experiment.md");
        passage["text"]!.GetValue<string>().ShouldContain("--resume DIR");
    }

    [Fact]
    public async Task It_says_when_nothing_fits()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject answer = await served.CallAsync("faq", new { query = "best pizza in Naples" });

        answer["found"]!.GetValue<bool>().ShouldBeFalse();
        answer["message"]!.GetValue<string>().ShouldContain("Nothing found");
        (await served.CallAsync("faq", new { query = "the of and?!" }))["found"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void The_pages_are_those_of_the_repository()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Baton.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string[] there =
        [
            "README.md",
            .. Directory
                .EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/')),
        ];

        DocumentLibrary.Pages.Select(page => page.Path).ShouldBe(there, ignoreOrder: true);
    }

    // Pairs of the paper that describes the stemmer.
    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("agreed", "agre")]
    [InlineData("plastered", "plaster")]
    [InlineData("motoring", "motor")]
    [InlineData("conflated", "conflat")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("relational", "relat")]
    [InlineData("vietnamization", "vietnam")]
    [InlineData("formalize", "formal")]
    [InlineData("hopefulness", "hope")]
    [InlineData("adjustment", "adjust")]
    [InlineData("adoption", "adopt")]
    [InlineData("probate", "probat")]
    [InlineData("controll", "control")]
    public void Words_are_reduced_to_their_stems(string word, string stem) => Stem.Of(word).ShouldBe(stem);

    [Fact]
    public void Identifiers_are_found_whole_and_by_their_parts()
    {
        Word[] words = [.. WordReader.Read("`max_turns` of OpenTelemetry, pass@k; C# and --dry-run")];

        words.Select(word => word.Term).ShouldBe(["max_turns", "opentelemetry", "pass@k", "c#", "dry", "run"]);
        words[0].Parts.ShouldBe(["max", "turn"]);
        words[1].Parts.ShouldBe(["open", "telemetri"]);
    }

    [Fact]
    public void Lines_of_code_that_look_like_headings_divide_no_page()
    {
        DocumentPage page = new(
            "a.md",
            "Title",
            "# Title\nIntro\n## One\n```\n# no heading\n```\n### Two\ntext\n## Empty\n"
        );

        Passage[] passages = [.. MarkdownPassages.Of(page)];

        passages.Select(passage => passage.Heading).ShouldBe(["Title", "One", "Two"]);
        passages[2].Above.ShouldBe(["Title", "One"]);
        passages[1].Text.ShouldContain("# no heading");
    }
}
