using System.CommandLine;
using System.Globalization;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Cli.Results;
using Baton.Cli.Status;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Settings;

namespace Baton.Cli.Evaluate;

/// <summary>The options of <c>baton evaluate experiment</c>.</summary>
internal sealed class EvaluateOptions
{
    private readonly ExperimentSearch _search = new();

    private readonly Option<string?> _limit = OptionOf.Text(
        "--limit",
        "N",
        "Look at the first N runs only [default: all]"
    );

    private readonly Option<string?> _threshold = OptionOf.Text(
        "--threshold",
        "SCORE",
        "Score from which on a run passes, 0 to 1 [default: from config, else 0.7]"
    );

    private readonly Option<string?> _failUnder = OptionOf.Text(
        "--fail-under",
        "RATE",
        "Exit with 1 below this pass rate, 0 to 1 [default: from config]"
    );

    private readonly Option<string?> _report = OptionOf.Text(
        "--report",
        "junit:FILE",
        "Also write the verdicts as JUnit XML"
    );

    private readonly Option<string?> _format = OptionOf.Choice(
        "--format",
        "Summary on standard output: text or json [default: text]",
        ["text", "json"]
    );

    /// <summary>The experiment.</summary>
    public Argument<string?> Experiment { get; } =
        new("EXPERIMENT")
        {
            Description = "The experiment's folder, or its name in the output directory [default: the last one]",
            Arity = ArgumentArity.ZeroOrOne,
        };

    /// <summary>The options as the help page groups them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
        [
            new("What to evaluate, and by what", [.. _search.Rows, _limit]),
            new("Results", _threshold, _failUnder, _format, _report),
        ];

    /// <summary>Whether JSON is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_format) is "json";

    /// <summary>Where a report is wanted, or <see langword="null"/>; its folder is there.</summary>
    /// <exception cref="Configuration.ConfigurationException">The report cannot be written there.</exception>
    public JUnitTarget? ReadReport(ParseResult parsed, ToolSession session)
    {
        UsageErrors errors = new();
        JUnitTarget? report = JUnitTarget.Read(parsed.GetValue(_report), _report.Name, session, errors);
        errors.ThrowIfAny();
        report?.Prepare();
        return report;
    }

    /// <summary>What is asked.</summary>
    /// <exception cref="Configuration.ConfigurationException">An option cannot be used.</exception>
    public EvaluationRequest Read(ParseResult parsed, ToolSession session)
    {
        UsageErrors errors = new();
        long? limit = null;
        if (parsed.GetValue(_limit) is { } text)
        {
            bool isValid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
            errors.AddIf(
                !isValid || number == 0,
                _limit.Name,
                $"`{text}` is no number of runs; write a whole number from 1"
            );
            limit = number;
        }

        errors.ThrowIfAny();
        List<CommandLineSetting> settings = [];
        Add(_threshold, "evaluation.aggregate.threshold");
        Add(_failUnder, "evaluation.fail_under");
        return new EvaluationRequest
        {
            Configuration = _search.Project.ToRequest(parsed, session) with { CommandLine = settings },
            ExperimentFolder = _search.FindOrLast(parsed, session, Experiment.Name, parsed.GetValue(Experiment)).Path,
            Limit = limit,
        };

        void Add(Option<string?> option, string key)
        {
            if (parsed.GetValue(option) is { } value)
            {
                settings.Add(new CommandLineSetting(key, value, option.Name));
            }
        }
    }
}
