using System.CommandLine;
using Baton.Cli.Parsing;

namespace Baton.Cli.Targets;

/// <summary>The options of <c>baton target check</c>.</summary>
internal sealed class CheckOptions
{
    /// <summary>Which configuration.</summary>
    public ProjectOptions Project { get; } = new();

    public Option<string?> Input { get; } =
        OptionOf.Text("--input", "TEXT", "What is said to the agent [default: the first input of the project]");

    public Option<string?> FailingInput { get; } =
        OptionOf.Text("--failing-input", "TEXT", "What makes the agent fail [default: failures are not checked]");

    public Option<string?> Only { get; } = CreateOnly();

    public Option<string?> Format { get; } = OptionOf.Format();

    private static Option<string?> CreateOnly()
    {
        Option<string?> only = OptionOf.Choice(
            "--only",
            $"The checks to make, separated by commas: {string.Join(", ", CheckNames.All)} [default: all]",
            CheckNames.All,
            allowList: true
        );
        only.HelpName = "NAMES";
        return only;
    }
}
