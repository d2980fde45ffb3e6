using System.CommandLine;
using System.Globalization;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Agents.Following;

/// <summary>The options of commands that run an execution: by which runner, how it is written down and shown.</summary>
internal sealed class FollowOptions
{
    private const int UsualConcurrency = 5;
    private const int MostConcurrency = 10_000;

    private readonly string? _usualRunner;

    /// <summary>Makes the options.</summary>
    /// <param name="usualRunner">The runner that holds without the option; <see langword="null"/> for the one of before.</param>
    public FollowOptions(string? usualRunner)
    {
        _usualRunner = usualRunner;
        Runner = OptionOf.Choice(
            "--runner",
            $"How steps are run: local, one at a time; async, all at once that may be; metaflow, as a flow of Metaflow [default: {usualRunner ?? "the one of before"}]",
            AgentWords.Runners
        );
    }

    /// <summary>Which runner.</summary>
    public Option<string?> Runner { get; }

    /// <summary>The most agents at work at once.</summary>
    public Option<string?> MaxConcurrent { get; } =
        OptionOf.Text(
            "--max-concurrent",
            "N",
            $"The most agents at work at once, with --runner async or metaflow [default: {UsualConcurrency}]"
        );

    /// <summary>Where flows are written.</summary>
    public Option<string?> OutputDir { get; } =
        OptionOf.Text(
            "--output-dir",
            "DIR",
            $"The folder for the flow, with --runner metaflow [default: {GenerateOptions.UsualFolder}]"
        );

    /// <summary>What an ended step survives.</summary>
    public Option<string?> Durability { get; } =
        OptionOf.Choice(
            "--durability",
            "What a step that ended survives: full, the loss of power; normal, the end of the process; exit, nothing before "
                + "the execution stops [default: full]",
            AgentWords.Durabilities
        );

    /// <summary>Whether everything that happens is written.</summary>
    public Option<bool> Stream { get; } =
        OptionOf.Flag("--stream", "Write everything that happens, not only steps; with --format json as JSON Lines");

    /// <summary>Text or JSON.</summary>
    public Option<string?> Format { get; } =
        OptionOf.Choice(
            "--format",
            "What to write: text, the answer; json, all of the result [default: text]",
            ["text", "json"]
        );

    /// <summary>The options as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows => [Runner, MaxConcurrent, OutputDir, Durability, Stream, Format];

    /// <summary>Whether JSON is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(Format) is "json";

    /// <summary>The runner that is wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="before">The one of before, where there is one.</param>
    public string RunnerType(ParseResult parsed, string? before = null) =>
        parsed.GetValue(Runner) ?? _usualRunner ?? before ?? AgentWords.Runners[0];

    /// <summary>The most agents at work at once; says when that is no number.</summary>
    public int Concurrency(ParseResult parsed, UsageErrors errors)
    {
        string? written = parsed.GetValue(MaxConcurrent);
        int number = UsualConcurrency;
        errors.AddIf(
            written is not null
                && (
                    !int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out number)
                    || number is < 1 or > MostConcurrency
                ),
            MaxConcurrent.Name,
            $"`{written}` is no number from 1 to {MostConcurrency}"
        );
        errors.AddIf(
            written is not null && parsed.GetValue(Runner) is "local",
            MaxConcurrent.Name,
            "goes with `--runner async` or `metaflow`; `local` runs one step at a time"
        );
        errors.AddIf(
            parsed.GetValue(OutputDir) is not null && parsed.GetValue(Runner) is "local" or "async",
            OutputDir.Name,
            "goes with `--runner metaflow`"
        );
        return number;
    }
}
