using System.CommandLine;
using Baton.Cli.Chat;
using Baton.Cli.Parsing;

namespace Baton.Cli.Run;

/// <summary>The arguments and options of <c>baton run single</c>.</summary>
internal sealed class SingleOptions
{
    /// <summary>The target, or the input where it is the only argument.</summary>
    public Argument<string?> First { get; } =
        new("TARGET")
        {
            Description = "Python callable as module:function; left out, the configuration's agent or the model",
            Arity = ArgumentArity.ZeroOrOne,
        };

    /// <summary>The input, or nothing.</summary>
    public Argument<string?> Second { get; } =
        new("INPUT")
        {
            Description = "What is said to the agent; - reads standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };

    /// <summary>Which configuration.</summary>
    public ProjectOptions Project { get; } = new();

    /// <summary>Which model, in place of a target or a configuration.</summary>
    public ModelOptions Model { get; } = new();

    public Option<string?> Persona { get; } =
        OptionOf.Text(
            "--persona",
            "NAME",
            "Name of the persona that speaks; its description comes from the configuration [default: none]"
        );

    public Option<string?> Format { get; } = OptionOf.Format();
}
