using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents.Topologies;

/// <summary>Which topology a command line means: one of the store, or of a file.</summary>
internal sealed class TopologySource
{
    /// <summary>Its name.</summary>
    public Argument<string?> Name { get; } =
        new("NAME")
        {
            Description = "The topology; with --file the one of the file [default: the file's own]",
            Arity = ArgumentArity.ZeroOrOne,
        };

    /// <summary>The file it stands in.</summary>
    public Option<string?> File { get; } =
        OptionOf.Text("--file", "FILE", "A YAML or JSON file with agents and topologies, in place of the store", "-f");

    /// <summary>The store it is kept in.</summary>
    public StoreOption Store { get; } = new();

    /// <summary>The options as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows => [File, Store.Database];

    /// <summary>Says when neither a name nor a file is given.</summary>
    public void Check(ParseResult parsed, UsageErrors errors) =>
        errors.AddIf(
            parsed.GetValue(Name) is null && parsed.GetValue(File) is null,
            "NAME",
            "is missing; name a topology of the store, or a file with `--file`"
        );
}
