using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Acceptance.Tests;

/// <summary>
/// What a page says to type: the blocks behind <c>&lt;!-- run --&gt;</c>, in their order. <c>&lt;!-- run: 1 --&gt;</c> names another exit
/// code than 0. In a <c>console</c> block, lines with <c>$</c> are typed and the others are what is answered: <c>…</c> stands for
/// anything, alone on a line for any lines, and how much white space there is does not count.
/// </summary>
internal static partial class GuideCommands
{
    /// <summary>Reads the blocks of a page.</summary>
    /// <param name="page">The page, from the repository's root.</param>
    public static async Task<IReadOnlyList<TypedBlock>> ReadAsync(string page)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(BatonTool.Repository, page));
        TypedBlock[] blocks =
        [
            .. Block()
                .Matches(text)
                .Select(block => new TypedBlock(
                    block.Groups["language"].Value,
                    block.Groups["body"].Value,
                    block.Groups["code"].Success
                        ? int.Parse(block.Groups["code"].Value, CultureInfo.InvariantCulture)
                        : 0
                )),
        ];
        blocks.ShouldNotBeEmpty($"{page} says nothing to type");
        return blocks;
    }

    /// <summary>Types everything a page says, with <c>baton</c> on the search path.</summary>
    /// <param name="page">The page, from the repository's root.</param>
    /// <param name="folder">Where it is typed.</param>
    public static async Task ShouldWorkAsync(string page, string folder)
    {
        foreach (TypedBlock block in await ReadAsync(page))
        {
            if (block.Language == "console")
            {
                await AnswerAsync(page, folder, block);
                continue;
            }

            ToolResult result = await TypeAsync(folder, block.Body);
            result.ExitCode.ShouldBe(block.ExitCode, $"{page}\n{block.Body}\n{result.All}");
        }
    }

    /// <summary>Types a script, with <c>baton</c> on the search path; it ends at the first command that fails.</summary>
    public static Task<ToolResult> TypeAsync(
        string folder,
        string script,
        IReadOnlyDictionary<string, string>? environment = null
    ) => Shell.RunAsync(folder, $"set -e\n{script}", WithTool(environment));

    private static Dictionary<string, string> WithTool(IReadOnlyDictionary<string, string>? environment) =>
        new(environment ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.GetDirectoryName(BatonTool.Program)}:{Environment.GetEnvironmentVariable("PATH")}",
        };

    private static async Task AnswerAsync(string page, string folder, TypedBlock block)
    {
        foreach (string typed in Prompt().Split(block.Body).Where(typed => typed.Length > 0))
        {
            string[] lines = typed.TrimEnd().Split('\n');
            ToolResult result = await TypeAsync(folder, lines[0]);
            result.ExitCode.ShouldBe(block.ExitCode, $"{page}\n{lines[0]}\n{result.All}");
            Squeeze(result.Output).ShouldMatch(Pattern(lines[1..]), $"{page}\n{lines[0]}\n{result.All}");
        }
    }

    private static string Pattern(string[] lines) =>
        "^"
        + string.Concat(
            lines.Select(line =>
                line.Trim() == "…"
                    ? @"(.*\n)*?"
                    : Regex.Escape(Squeeze(line)).Replace("…", ".*", StringComparison.Ordinal) + @"\n"
            )
        )
        + "$";

    private static string Squeeze(string text) =>
        Spaces().Replace(text, " ").Replace(" \n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^<!-- run(: (?<code>\d+))? -->\n```(?<language>\w+)\n(?<body>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ ", RegexOptions.Multiline, 1000)]
    private static partial Regex Prompt();

    [GeneratedRegex("[ ]+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}

/// <summary>A block of a page that is typed.</summary>
/// <param name="Language">What the page calls its language: <c>bash</c>, or <c>console</c> where answers stand in it.</param>
/// <param name="Body">The lines.</param>
/// <param name="ExitCode">How it ends.</param>
internal sealed record TypedBlock(string Language, string Body, int ExitCode);
