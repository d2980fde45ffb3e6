using System.CommandLine;
using System.Globalization;
using Baton.Cli.Parsing;
using Baton.Cli.Status;
using Baton.Experiments.Comparison;

namespace Baton.Cli.Compare;

/// <summary>Turns the options of <c>baton compare</c> into a request and a gate.</summary>
internal sealed class CompareRequestReader(CompareOptions options, ParseResult parsed, ToolSession session)
{
    private const int FlipsOfText = 10;
    private const int FlipsOfJson = 1000;
    private readonly UsageErrors _errors = new();

    /// <summary>Reads both.</summary>
    /// <returns>The request, and the gate where the comparison may fail.</returns>
    /// <exception cref="Configuration.ConfigurationException">The command line contradicts itself, or names no experiments.</exception>
    public (ComparisonRequest Request, RegressionGate? Gate) Read()
    {
        double alpha = Number(
            options.Alpha,
            0.05,
            value => value is > 0 and < 1,
            "a level between 0 and 1, such as 0.05"
        );
        int flips = Whole(options.Flips, parsed.GetValue(options.Format) is "json" ? FlipsOfJson : FlipsOfText);
        int seed = Whole(options.Seed, 0);
        RegressionGate? gate = ReadGate();
        _errors.ThrowIfAny();
        ExperimentFolder first = Find(options.First);
        ExperimentFolder second = Find(options.Second);
        _errors.AddIf(
            string.Equals(Real(first.Path), Real(second.Path), StringComparison.Ordinal),
            options.Second.Name,
            $"`{parsed.GetValue(options.Second)}` is the same experiment as A; name another one"
        );
        _errors.ThrowIfAny();
        ComparisonRequest request = new()
        {
            First = first.Path,
            Second = second.Path,
            Match = parsed.GetValue(options.Match) is "id" ? InputMatch.Id : InputMatch.Auto,
            Unit = parsed.GetValue(options.Unit) is "run" ? ComparisonUnit.Run : ComparisonUnit.Input,
            Alpha = alpha,
            Seed = seed,
            MaxFlips = flips,
        };
        return (request, gate);
    }

    private ExperimentFolder Find(Argument<string> argument) =>
        options.Search.Find(parsed, session, argument.Name, parsed.GetValue(argument)!);

    private RegressionGate? ReadGate()
    {
        string? metrics = parsed.GetValue(options.Metric);
        string? effects = parsed.GetValue(options.MinEffect);
        if (!parsed.GetValue(options.FailOnRegression))
        {
            _errors.AddIf(metrics is not null, options.Metric.Name, $"goes with `{options.FailOnRegression.Name}`");
            _errors.AddIf(effects is not null, options.MinEffect.Name, $"goes with `{options.FailOnRegression.Name}`");
            return null;
        }

        string[] names = metrics?.Split(',').Distinct(StringComparer.Ordinal).ToArray() ?? [MetricNames.PassRate];
        return new RegressionGate { Metrics = names, MinEffects = ReadEffects(effects, names) };
    }

    private Dictionary<string, double> ReadEffects(string? text, IReadOnlyList<string> metrics)
    {
        Dictionary<string, double> effects = new(StringComparer.Ordinal);
        foreach (string part in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            string[] sides = part.Split('=', 2);
            string value = sides[^1];
            bool valid = TryNumber(value, out double effect) && effect >= 0;
            _errors.AddIf(
                !valid,
                options.MinEffect.Name,
                $"`{value}` is no effect; write a number from 0, such as 0.02"
            );
            bool known = sides.Length == 1 || metrics.Contains(sides[0], StringComparer.Ordinal);
            _errors.AddIf(
                !known,
                options.MinEffect.Name,
                $"`{sides[0]}` is not among the numbers that may fail: {string.Join(", ", metrics.Select(name => $"`{name}`"))}"
            );
            foreach (string metric in sides.Length == 2 ? [sides[0]] : metrics)
            {
                effects[metric] = effect;
            }
        }

        return effects;
    }

    private int Whole(Option<string?> option, int otherwise)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return otherwise;
        }

        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        _errors.AddIf(!valid, option.Name, $"`{text}` is no number; write a whole number from 0");
        return value;
    }

    private double Number(Option<string?> option, double otherwise, Func<double, bool> isValid, string wanted)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return otherwise;
        }

        bool valid = TryNumber(text, out double value) && isValid(value);
        _errors.AddIf(!valid, option.Name, $"`{text}` cannot be used; write {wanted}");
        return value;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    // A folder may be reached by two ways, one of them through a link.
    private static string Real(string folder) =>
        Path.TrimEndingDirectorySeparator(
            Directory.ResolveLinkTarget(Path.TrimEndingDirectorySeparator(folder), returnFinalTarget: true)?.FullName
                ?? folder
        );
}
