using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Cli.Tests.Agents;

/// <summary>The command lines of <c>docs/guides/agents-cli.md</c>, carried out in their order in one folder.</summary>
public sealed partial class AgentsGuideTests
{
    private const string Guide = "docs/guides/agents-cli.md";
    private const string ShownId = "01a1fe5c0dae79f8b9314c409cd6f4c";

    [Fact]
    public async Task Every_command_line_of_the_guide_writes_what_stands_there()
    {
        string path = Path.Combine(Repository(), Guide);
        string guide = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        using TempWorkspace workspace = new();
        Teams.Write(workspace);
        workspace.Write("plan.json", Teams.Reply("Rent a van."));
        workspace.Write("work.json", Teams.Reply("The office is moved."));
        foreach (Match file in Files().Matches(guide))
        {
            workspace.Write(file.Groups["name"].Value, file.Groups["text"].Value);
        }

        Shell shell = new(workspace.Root);
        StringBuilder carriedOut = new();
        int end = 0;
        foreach (Match block in Blocks().Matches(guide))
        {
            Group lines = block.Groups["lines"];
            carriedOut.Append(guide, end, lines.Index - end);
            foreach (
                string line in lines.Value.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal))
            )
            {
                carriedOut.Append($"{line}\n").Append(await shell.RunAsync(line[2..]));
            }

            end = lines.Index + lines.Length;
        }

        carriedOut.Append(guide, end, guide.Length - end);
        shell.Count.ShouldBeGreaterThan(10);
        if (Environment.GetEnvironmentVariable("BATON_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(path, carriedOut.ToString());
            return;
        }

        ApprovedText.Diff(guide, carriedOut.ToString()).Trim().ShouldBeOneOf("", "…");
    }

    private static string Repository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("<!-- file: (?<name>[^ ]+) -->\n```\\w+\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Files();

    [GeneratedRegex("```console\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    /// <summary>Carries out lines as a person at a terminal without colours would see them.</summary>
    private sealed partial class Shell(string folder)
    {
        private readonly List<string> _ids = [];
        private readonly ManualTimeProvider _clock = new();

        public int Count { get; private set; }

        public async Task<string> RunAsync(string line)
        {
            Count++;
            StringWriter screen = new();
            string[] words =
            [
                .. Words()
                    .Matches(line)
                    .Select(word => word.Groups["quoted"].Success ? word.Groups["quoted"].Value : word.Value),
            ];
            words[0].ShouldBe("baton");
            ToolRun run = await ToolRun.Of(
                session => session with { WorkingDirectory = folder, Clock = _clock, Out = screen, Error = screen },
                [.. words.Skip(1).Select(Real)]
            );
            run.ExitCode.ShouldBe(0, screen.ToString());
            return Ids().Replace(screen.ToString(), match => Shown(match.Value));
        }

        private string Real(string word) =>
            word.StartsWith(ShownId, StringComparison.Ordinal) ? _ids[word[^1] - '1'] : word;

        private string Shown(string id)
        {
            if (!_ids.Contains(id))
            {
                _ids.Add(id);
            }

            return $"{ShownId}{_ids.IndexOf(id) + 1}";
        }

        [GeneratedRegex("[0-9a-f]{32}")]
        private static partial Regex Ids();

        [GeneratedRegex(@"'(?<quoted>[^']*)'|\S+")]
        private static partial Regex Words();
    }
}
