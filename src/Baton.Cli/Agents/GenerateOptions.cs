using System.CommandLine;
using System.Globalization;
using Baton.Cli.Agents.Topologies;
using Baton.Cli.Parsing;
using Baton.Topologies.Metaflow;

namespace Baton.Cli.Agents;

/// <summary>The options of <c>baton agents topologies generate</c>.</summary>
internal sealed class GenerateOptions
{
    /// <summary>Where flows go that nobody says anything about.</summary>
    public const string UsualFolder = "./generated_flows";

    /// <summary>Which topology.</summary>
    public TopologySource Source { get; } = new();

    /// <summary>The folder.</summary>
    public Option<string?> OutputDir { get; } =
        OptionOf.Text("--output-dir", "DIR", $"The folder for the flow [default: {UsualFolder}]");

    /// <summary>Where steps run.</summary>
    public Option<string?> Environment { get; } =
        OptionOf.Choice(
            "--environment",
            "Where Metaflow runs the steps: local; kubernetes, in pods; batch, on AWS Batch [default: local]",
            AgentWords.Environments
        );

    /// <summary>The image.</summary>
    public Option<string?> Image { get; } =
        OptionOf.Text("--image", "IMAGE", "The image of pods and jobs, with baton and metaflow in it");

    /// <summary>Processors.</summary>
    public Option<string?> Cpu { get; } = OptionOf.Text("--cpu", "N", "The processors of a pod or job [default: 1]");

    /// <summary>Memory.</summary>
    public Option<string?> Memory { get; } =
        OptionOf.Text("--memory", "MB", "The memory of a pod or job, in MB [default: 1024]");

    /// <summary>Secrets.</summary>
    public Option<string[]> Secrets { get; } =
        new("--secret")
        {
            Description = "A Kubernetes secret whose keys become environment variables of the pods; may be repeated",
            HelpName = "NAME",
        };

    /// <summary>Reads the options; says all that is wrong with them.</summary>
    /// <exception cref="Baton.Configuration.ConfigurationException">Something is.</exception>
    public (MetaflowEnvironment Environment, MetaflowOptions Options) Read(ParseResult parsed)
    {
        UsageErrors errors = new();
        Source.Check(parsed, errors);
        MetaflowEnvironment environment = Enum.Parse<MetaflowEnvironment>(
            parsed.GetValue(Environment) ?? AgentWords.Environments[0],
            ignoreCase: true
        );
        double cpu = Number(parsed, errors, Cpu, usual: 1, least: 0.001);
        double memory = Number(parsed, errors, Memory, usual: 1024, least: 1);
        string[] secrets = parsed.GetValue(Secrets) ?? [];
        foreach (
            (Option option, bool isGiven, MetaflowEnvironment[] with) in new (Option, bool, MetaflowEnvironment[])[]
            {
                (
                    Image,
                    parsed.GetValue(Image) is not null,
                    [MetaflowEnvironment.Kubernetes, MetaflowEnvironment.Batch]
                ),
                (Cpu, parsed.GetValue(Cpu) is not null, [MetaflowEnvironment.Kubernetes, MetaflowEnvironment.Batch]),
                (
                    Memory,
                    parsed.GetValue(Memory) is not null,
                    [MetaflowEnvironment.Kubernetes, MetaflowEnvironment.Batch]
                ),
                (Secrets, secrets.Length > 0, [MetaflowEnvironment.Kubernetes]),
            }
        )
        {
            errors.AddIf(
                isGiven && !with.Contains(environment),
                option.Name,
                $"goes with `--environment {string.Join("` or `--environment ", with.Select(each => AgentWords.Of(each)))}`"
            );
        }

        errors.ThrowIfAny();
        return (
            environment,
            new MetaflowOptions
            {
                Image = parsed.GetValue(Image),
                Cpu = cpu,
                Memory = (int)memory,
                Secrets = secrets,
            }
        );
    }

    private static double Number(
        ParseResult parsed,
        UsageErrors errors,
        Option<string?> option,
        double usual,
        double least
    )
    {
        double number = usual;
        string? written = parsed.GetValue(option);
        errors.AddIf(
            written is not null
                && (
                    !double.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
                    || number < least
                    || number > 1_000_000
                ),
            option.Name,
            $"`{written}` is no number from {least.ToString(CultureInfo.InvariantCulture)} to 1000000"
        );
        return number;
    }
}
