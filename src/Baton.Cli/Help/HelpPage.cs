using System.CommandLine;

namespace Baton.Cli.Help;

/// <summary>Writes the help of one command.</summary>
internal sealed class HelpPage(TextWriter output, int width)
{
    private const int LongestTerm = 34;

    private static readonly HelpEntry[] SharedExitCodes =
    [
        new("0", "all went well"),
        new("1", "the experiment or the agent failed, or a threshold was missed"),
        new("2", "the command line or the configuration cannot be used"),
        new("3", "Baton's own fault; run again with --debug for the details"),
        new("130", "interrupted"),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">How the command is called, for example <c>baton run experiment</c>.</param>
    public void Write(Command command, string path)
    {
        CommandNotes notes = (command as IDocumented)?.Notes ?? new CommandNotes();
        WriteParagraphs(command.Description ?? "");
        if (notes.Remarks is { } remarks)
        {
            output.WriteLine();
            WriteParagraphs(remarks);
        }

        WriteUsage(command, notes, path);
        WriteEntries("Commands", [.. command.Subcommands.Where(sub => !sub.Hidden).Select(Describe)]);
        WriteEntries("Arguments", [.. command.Arguments.Where(argument => !argument.Hidden).Select(Describe)]);
        foreach (OptionGroup group in notes.Groups)
        {
            WriteEntries(group.Title, [.. group.Rows.Select(Describe)]);
        }

        string title = notes.Groups.Count == 0 ? "Options" : "Common options";
        WriteEntries(title, [.. Ungrouped(command, notes).Select(Describe)]);
        WriteExamples(notes.Examples);
        WriteExitCodes(command, notes.ExitCodes);
    }

    private static IEnumerable<OptionRow> Ungrouped(Command command, CommandNotes notes)
    {
        HashSet<Option> grouped = [.. notes.Groups.SelectMany(group => group.Rows).SelectMany(row => row.Options)];
        return command
            .Options.Where(option => !grouped.Contains(option))
            .Concat(Ancestors(command).SelectMany(ancestor => ancestor.Options).Where(option => option.Recursive))
            .Where(option => !option.Hidden)
            .Select(option => (OptionRow)option);
    }

    private static IEnumerable<Command> Ancestors(Command command)
    {
        for (
            Command? parent = command.Parents.OfType<Command>().FirstOrDefault();
            parent is not null;
            parent = parent.Parents.OfType<Command>().FirstOrDefault()
        )
        {
            yield return parent;
        }
    }

    private static HelpEntry Describe(Command command) => new(command.Name, command.Description ?? "");

    private static HelpEntry Describe(Argument argument) =>
        new(argument.HelpName ?? argument.Name, argument.Description ?? "");

    private static HelpEntry Describe(OptionRow row)
    {
        IEnumerable<string> names = row
            .Options.SelectMany(option => option.Aliases.Prepend(option.Name))
            .Where(name => !name.StartsWith('/') && name is not "-?")
            .OrderBy(name => name.Length == 2 ? 0 : 1);
        Option first = row.Options[0];
        string value =
            first.Arity.MaximumNumberOfValues > 0 && first.ValueType != typeof(bool)
                ? $" <{first.HelpName ?? "VALUE"}>"
                : "";
        return new HelpEntry(string.Join(", ", names) + value, first.Description ?? "");
    }

    private void WriteUsage(Command command, CommandNotes notes, string path)
    {
        string arguments =
            command.Subcommands.Count > 0 ? " <command>"
            : notes.ArgumentUsage is { } usage ? $" {usage}"
            : string.Concat(
                command.Arguments.Select(argument =>
                    argument.Arity.MinimumNumberOfValues == 0
                        ? $" [{argument.HelpName ?? argument.Name}]"
                        : $" {argument.HelpName ?? argument.Name}"
                )
            );
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"  {path}{arguments} [options]");
    }

    private void WriteExamples(IReadOnlyList<HelpExample> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (HelpExample example in examples)
        {
            output.WriteLine($"  {example.CommandLine}");
            foreach (string line in Wrap(example.Description, width - 6))
            {
                output.WriteLine($"      {line}");
            }
        }
    }

    private void WriteExitCodes(Command command, IReadOnlyList<HelpEntry> notes)
    {
        if (command is not RootCommand && notes.Count == 0)
        {
            return;
        }

        WriteEntries(
            "Exit codes",
            [.. SharedExitCodes.Select(shared => notes.FirstOrDefault(note => note.Term == shared.Term) ?? shared)]
        );
    }

    private void WriteEntries(string title, IReadOnlyList<HelpEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{title}:");
        int column = Math.Min(LongestTerm, entries.Max(entry => entry.Term.Length)) + 4;
        foreach (HelpEntry entry in entries)
        {
            IEnumerator<string> lines = Wrap(entry.Text, width - column).GetEnumerator();
            bool fits = entry.Term.Length + 4 <= column;
            bool more = lines.MoveNext();
            output.WriteLine(fits && more ? $"  {entry.Term}".PadRight(column) + lines.Current : $"  {entry.Term}");
            more = fits ? lines.MoveNext() : more;
            for (; more; more = lines.MoveNext())
            {
                output.WriteLine(new string(' ', column) + lines.Current);
            }
        }
    }

    private void WriteParagraphs(string text)
    {
        foreach (string paragraph in text.Split('\n'))
        {
            if (paragraph.Length == 0)
            {
                output.WriteLine();
            }

            foreach (string line in Wrap(paragraph, width))
            {
                output.WriteLine(line);
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string rest = text;
        while (rest.Length > width)
        {
            int space = rest.LastIndexOf(' ', width);
            if (space <= 0)
            {
                break;
            }

            yield return rest[..space];
            rest = rest[(space + 1)..];
        }

        if (rest.Length > 0)
        {
            yield return rest;
        }
    }
}
