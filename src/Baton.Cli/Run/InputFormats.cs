using System.CommandLine;
using Baton.Cli.Parsing;

namespace Baton.Cli.Run;

/// <summary>Whose entries a file of inputs can hold, known without loading what reads them.</summary>
internal static class InputFormats
{
    /// <summary>The words.</summary>
    public static IReadOnlyList<string> Words { get; } = ["baton", "promptfoo", "openai-evals", "inspect", "tau-bench"];

    /// <summary>The setting that the option stands for.</summary>
    public const string Setting = "inputs.format";

    /// <summary><c>--inputs-format</c>.</summary>
    public static Option<string?> Option()
    {
        Option<string?> option = OptionOf.Choice(
            "--inputs-format",
            $"Whose entries the file holds: {string.Join(", ", Words)} [default: from config, else what the first looks like]",
            Words
        );
        option.HelpName = "FORMAT";
        return option;
    }
}
