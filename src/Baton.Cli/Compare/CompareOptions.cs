using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Cli.Status;

namespace Baton.Cli.Compare;

/// <summary>The arguments and options of <c>baton compare</c>.</summary>
internal sealed class CompareOptions
{
    public Argument<string> First { get; } =
        new("A") { Description = "The experiment to compare with: its folder, or its name in the output directory" };

    public Argument<string> Second { get; } = new("B") { Description = "The experiment that is judged" };

    /// <summary>Where experiments are looked for.</summary>
    public ExperimentSearch Search { get; } = new();

    public Option<string?> Match { get; } =
        OptionOf.Choice(
            "--match",
            "When two inputs are the same: auto (identifier and first message, else the message alone) or id [default: auto]",
            ["auto", "id"]
        );

    public Option<string?> Unit { get; } =
        OptionOf.Choice(
            "--unit",
            "What counts as independent: input (what would other inputs show?) or run (what would more runs of these?) "
                + "[default: input]",
            ["input", "run"]
        );

    public Option<string?> Seed { get; } =
        OptionOf.Text("--seed", "N", "Seed of resamples and permutations [default: 0]");

    public Option<bool> FailOnRegression { get; } =
        OptionOf.Flag("--fail-on-regression", "Exit with 1 when B is worse than A [default: false]");

    public Option<string?> Alpha { get; } =
        OptionOf.Text("--alpha", "P", "A corrected p-value below this is significant [default: 0.05]");

    public Option<string?> Metric { get; } = CreateMetric();

    public Option<string?> MinEffect { get; } =
        OptionOf.Text(
            "--min-effect",
            "X",
            "The least change for the worse that fails: points of a rate or score (0.01 is one point), a share of anything "
                + "else; for one number NAME=X, several with commas [default: 0.01 and 0.05]"
        );

    public Option<string?> Format { get; } =
        OptionOf.Choice(
            "--format",
            "What to write: text, json or markdown [default: text]",
            ["text", "json", "markdown"]
        );

    public Option<string?> Output { get; } =
        OptionOf.Text("--output", "FILE", "Write to a file [default: standard output]");

    public Option<string?> Flips { get; } =
        OptionOf.Text("--flips", "N", "Show at most N flipped runs a direction [default: 10; 1000 with --format json]");

    /// <summary>The options as the help page groups them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
        [
            new("What to compare", [.. Search.Rows, Match, Unit, Seed]),
            new("Deciding", FailOnRegression, Metric, MinEffect, Alpha),
            new("Results", Format, Output, Flips),
        ];

    // All names would not fit a line of the help page; the description has them.
    private static Option<string?> CreateMetric()
    {
        Option<string?> metric = OptionOf.Choice(
            "--metric",
            $"Numbers that may fail the comparison, several with commas: {string.Join(", ", MetricWords.All)} "
                + "[default: pass_rate]",
            MetricWords.All,
            allowList: true
        );
        metric.HelpName = "A,B";
        return metric;
    }
}
