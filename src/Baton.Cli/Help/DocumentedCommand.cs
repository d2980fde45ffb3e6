using System.CommandLine;

namespace Baton.Cli.Help;

/// <summary>A command with notes for its help page.</summary>
internal sealed class DocumentedCommand : Command, IDocumented
{
    /// <summary>Creates the command and adds the options of its groups.</summary>
    public DocumentedCommand(string name, string description, CommandNotes notes)
        : base(name, description)
    {
        Notes = notes;
        foreach (Option option in notes.Groups.SelectMany(group => group.Rows).SelectMany(row => row.Options))
        {
            Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public CommandNotes Notes { get; }
}

/// <summary>Something whose help page has more than options.</summary>
internal interface IDocumented
{
    /// <summary>What the page shows.</summary>
    CommandNotes Notes { get; }
}
