using System.CommandLine;

namespace Baton.Cli.Help;

/// <summary>What the help page of a command shows beside its description and options.</summary>
internal sealed record CommandNotes
{
    /// <summary>Paragraphs under the description.</summary>
    public string? Remarks { get; init; }

    /// <summary>How the arguments are written after the command's name; made from the arguments when absent.</summary>
    public string? ArgumentUsage { get; init; }

    /// <summary>Options in groups, in the order they are shown; the rest stands under "Options".</summary>
    public IReadOnlyList<OptionGroup> Groups { get; init; } = [];

    /// <summary>Command lines to learn from.</summary>
    public IReadOnlyList<HelpExample> Examples { get; init; } = [];

    /// <summary>What exit codes mean where it differs from what all commands share.</summary>
    public IReadOnlyList<HelpEntry> ExitCodes { get; init; } = [];
}

/// <summary>Options shown under one title.</summary>
internal sealed record OptionGroup(string Title, params IReadOnlyList<OptionRow> Rows);

/// <summary>Options shown on one line: usually one, or a pair that says yes and no to the same thing.</summary>
internal sealed record OptionRow(params IReadOnlyList<Option> Options)
{
    /// <summary>A row of a single option.</summary>
    public static implicit operator OptionRow(Option option) => new(option);
}

/// <summary>A command line and what it does.</summary>
internal sealed record HelpExample(string CommandLine, string Description);

/// <summary>A term and its explanation.</summary>
internal sealed record HelpEntry(string Term, string Text);
