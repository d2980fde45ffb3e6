using System.CommandLine;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents.Catalog;

/// <summary>The options of <c>baton agents create</c>.</summary>
internal sealed class AgentOptions
{
    /// <summary>The agent's name.</summary>
    public Argument<string> Name { get; } =
        new("NAME") { Description = "Its name: 1 to 64 of a to z, 0 to 9, _ and -" };

    /// <summary>What it is there for.</summary>
    public Argument<string> Role { get; } =
        new("ROLE") { Description = $"What it is there for: {string.Join(", ", AgentWords.Roles)}" };

    /// <summary>What it is good for.</summary>
    public Option<string?> Description { get; } =
        OptionOf.Text("--description", "TEXT", "What it is good for, in one sentence");

    /// <summary>The model.</summary>
    public Option<string?> Model { get; } =
        OptionOf.Text("--model", "PROVIDER:MODEL", "The model [default: anthropic:claude-sonnet-4]", "-m");

    /// <summary>What it is to do.</summary>
    public Option<string?> SystemPrompt { get; } =
        OptionOf.Text("--system-prompt", "TEXT", "What it is to do; @FILE reads it from a file");

    /// <summary>What it can do.</summary>
    public Option<string[]> Capability { get; } =
        new("--capability")
        {
            HelpName = "WORD",
            Description =
                "What it can do: one that `baton agents mixins` lists, or a word by which coordinators give work; may be repeated",
            Arity = ArgumentArity.OneOrMore,
        };

    /// <summary>Whether it takes the place of one of its name.</summary>
    public Option<bool> Replace { get; } = OptionOf.Flag("--replace", "Put it in place of one of the same name");

    /// <summary>Where it is kept.</summary>
    public StoreOption Store { get; } = new();

    public AgentOptions() => Role.CompletionSources.Add([.. AgentWords.Roles]);
}
