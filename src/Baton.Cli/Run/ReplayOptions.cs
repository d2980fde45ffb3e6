using System.CommandLine;
using System.Globalization;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Experiments.Replaying;

namespace Baton.Cli.Run;

/// <summary>The options of <c>baton run experiment</c> that replay an earlier experiment.</summary>
internal sealed class ReplayOptions
{
    public Option<string?> Replay { get; } =
        OptionOf.Text(
            "--replay",
            "DIR",
            "Play the user's turns of an earlier experiment, and report where each conversation first diverges"
        );

    public Option<string?> Answers { get; } =
        OptionOf.Choice(
            "--replay-answers",
            "When answers differ: exact, text (case and white space aside), similar or off [default: text]",
            ["exact", "text", "similar", "off"]
        );

    public Option<string?> Similarity { get; } =
        OptionOf.Text("--replay-similarity", "X", "With similar: the least similarity, 0 to 1 [default: 0.8]");

    public Option<string?> Tools { get; } =
        OptionOf.Choice(
            "--replay-tools",
            "When tool calls differ: arguments (names, order and arguments), names or off [default: arguments]",
            ["arguments", "names", "off"]
        );

    public Option<string?> Results { get; } =
        OptionOf.Choice(
            "--replay-results",
            "Results of tools: recorded ones are handed to the agent, or live [default: recorded]",
            ["recorded", "live"]
        );

    /// <summary>The options as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows => [Replay, Answers, Similarity, Tools, Results];

    /// <summary>Reads the options; <see langword="null"/> when nothing is replayed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="instead">Options that a replay takes the place of.</param>
    /// <param name="errors">Takes what contradicts itself.</param>
    public ReplaySettings? Read(ParseResult parsed, IEnumerable<Option> instead, UsageErrors errors)
    {
        if (parsed.GetValue(Replay) is not { } directory)
        {
            foreach (Option<string?> option in new[] { Answers, Similarity, Tools, Results })
            {
                errors.AddIf(parsed.GetValue(option) is not null, option.Name, $"goes with `{Replay.Name} DIR`");
            }

            return null;
        }

        foreach (Option option in instead)
        {
            errors.AddIf(
                parsed.GetResult(option) is { Implicit: false },
                option.Name,
                $"does nothing with `{Replay.Name}`: what the user says, and how long, is recorded; leave it out"
            );
        }

        AnswerComparison answers = parsed.GetValue(Answers) switch
        {
            "exact" => AnswerComparison.Exact,
            "similar" => AnswerComparison.Similar,
            "off" => AnswerComparison.Off,
            _ => AnswerComparison.Text,
        };
        errors.AddIf(
            parsed.GetValue(Similarity) is not null && answers != AnswerComparison.Similar,
            Similarity.Name,
            $"goes with `{Answers.Name} similar`"
        );
        return new ReplaySettings
        {
            Directory = directory,
            Answers = answers,
            Similarity = ReadSimilarity(parsed, errors),
            Tools = parsed.GetValue(Tools) switch
            {
                "names" => ToolComparison.Names,
                "off" => ToolComparison.Off,
                _ => ToolComparison.Arguments,
            },
            HandsOutResults = parsed.GetValue(Results) is not "live",
        };
    }

    private double ReadSimilarity(ParseResult parsed, UsageErrors errors)
    {
        if (parsed.GetValue(Similarity) is not { } text)
        {
            return 0.8;
        }

        bool valid =
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share)
            && share is >= 0 and <= 1;
        errors.AddIf(!valid, Similarity.Name, $"`{text}` is no similarity; write a number from 0 to 1, such as 0.8");
        return share;
    }
}
