using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Chat;

/// <summary>The options of <c>baton chat</c>.</summary>
internal sealed class ChatCommandOptions
{
    /// <summary>The model, its tools and limits.</summary>
    public ModelOptions Model { get; } = new();

    public Option<string?> Session { get; } =
        OptionOf.Text(
            "--session",
            "FILE[#ID]",
            "Keep the conversation in a SQLite file and go on with it next time; ID tells several in one file apart "
                + "[default: kept nowhere; ID: default]",
            "-s"
        );

    /// <summary>Whose <c>.env</c> is read; there is no configuration here.</summary>
    public ProjectOptions Project { get; } = new();

    /// <summary>The options as the help page groups them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
        [
            new("The model", Model.Rows),
            new("The conversation", Session),
            new("Limits", Model.LimitRows),
            new("Where .env is read", Project.Project, Project.Root),
        ];
}
