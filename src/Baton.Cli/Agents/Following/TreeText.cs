using Baton.Cli.Results;

namespace Baton.Cli.Agents.Following;

/// <summary>Lines of the tree as text, in columns.</summary>
internal static class TreeText
{
    /// <summary>The sign of a state.</summary>
    public static string Sign(StepState state) =>
        state switch
        {
            StepState.Done => "✓",
            StepState.Failed => "✗",
            StepState.Left => "○",
            _ => "●",
        };

    /// <summary>Each line in three pieces: the branch, the sign, and the rest; no line is longer than the width.</summary>
    public static IReadOnlyList<(string Branch, string Sign, string Text)> Lay(IReadOnlyList<TreeRow> rows, int width)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        int names = rows.Max(row => row.Branch.Length + row.Name.Length);
        int agents = rows.Max(row => row.Agent.Length);
        int times = rows.Max(row => row.Time.Length);
        int tokens = rows.Max(row => row.Tokens.Length);
        return
        [
            .. rows.Select(row =>
            {
                string[] cells =
                [
                    row.Name.PadRight(names - row.Branch.Length),
                    row.Agent.PadRight(agents),
                    row.Time.PadLeft(times),
                    row.Tokens.PadLeft(tokens),
                    row.Note,
                ];
                string rest = string.Join("  ", cells.Where((cell, column) => column == 4 || cell.Length > 0))
                    .TrimEnd();
                int room = Math.Max(1, width - row.Branch.Length - 3);
                string branch = row.Branch.Length == 0 ? "" : row.Branch + " ";
                return (branch, Sign(row.State), OneLine.Of(rest, room));
            }),
        ];
    }

    /// <summary>Writes the lines.</summary>
    public static void Write(TextWriter output, IReadOnlyList<TreeRow> rows, int width, string indent = "")
    {
        foreach ((string branch, string sign, string rest) in Lay(rows, width - indent.Length))
        {
            output.WriteLine($"{indent}{branch}{sign} {rest}");
        }
    }
}
