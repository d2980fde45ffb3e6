using System.CommandLine;
using System.Globalization;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Cli.Run;
using Baton.Experiments.Generation;
using Baton.Experiments.Settings;

namespace Baton.Cli.Generate;

/// <summary>The options of <c>baton generate inputs</c>.</summary>
internal sealed class GenerationOptions
{
    /// <summary>Which project and configuration.</summary>
    public ProjectOptions Project { get; } = new();

    public Option<string?> Inputs { get; } =
        OptionOf.Text(
            "--inputs",
            "FILE",
            "File of base inputs: YAML, JSON, JSONL or CSV [default: base_inputs of the config]"
        );

    public Option<string?> InputsFormat { get; } = InputFormats.Option();

    public Option<string?> Personas { get; } =
        OptionOf.Text("--personas", "A,B", "Comma-separated list of personas to use [default: all personas]", "-p");

    public Option<string?> Strategies { get; } = StrategiesOption();

    public Option<string?> Count { get; } =
        OptionOf.Text("--count", "N", "Variations of each input, persona and strategy [default: from config, else 2]");

    public Option<string?> Limit { get; } =
        OptionOf.Text("--limit", "N", "Make at most N inputs; the file is then a batch, see above [default: all]");

    public Option<bool> FromStart { get; } =
        OptionOf.Flag("--from-start", "With --limit, do not go on behind the batches in the folder [default: false]");

    public Option<string?> Seed { get; } =
        OptionOf.Text("--seed", "N", "Seed of everything random [default: from config, else 0]");

    public Option<string?> Mode { get; } =
        OptionOf.Choice(
            "--mode",
            "What makes the variations: a model (llm), or rules (deterministic) [default: from config, else llm]",
            ["llm", "deterministic"]
        );

    public Option<string?> Model { get; } =
        OptionOf.Text(
            "--model",
            "PROVIDER:MODEL",
            "With llm, the model [default: from config, else openai:gpt-4o-mini]"
        );

    public Option<string?> Temperature { get; } =
        OptionOf.Text(
            "--temperature",
            "T",
            "With llm, the sampling temperature, 0 to 2 [default: from config, else 0.7]"
        );

    public Option<string?> MaxCost { get; } =
        OptionOf.Text(
            "--max-cost",
            "USD",
            "With llm, make no further call once this much is spent [default: from config]"
        );

    public Option<bool> Partial { get; } =
        OptionOf.Flag("--partial", "With llm, write what there is although calls failed [default: false]");

    public Option<bool> Fresh { get; } =
        OptionOf.Flag("--fresh", "With llm, drop the answers kept from an unfinished run [default: false]");

    public Option<string?> Output { get; } =
        OptionOf.Text(
            "--output",
            "FILE",
            "File to write, its kind by its ending; - for standard output [default: inputs/generated.yaml]",
            "-o"
        );

    public Option<bool> Overwrite { get; } =
        OptionOf.Flag("--overwrite", "Replace the file if it exists [default: false]");

    public Option<string?> Format { get; } =
        OptionOf.Choice(
            "--format",
            "Standard output: text or json; with --output - the inputs as YAML or JSON [default: text]",
            ["text", "json"]
        );

    public Option<bool> DryRun { get; } =
        OptionOf.Flag("--dry-run", "Show the plan, with llm what it would cost, and stop [default: false]");

    /// <summary>The options as the help page groups them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
        [
            new(
                "What to vary",
                [.. Project.Rows, Inputs, InputsFormat, Personas, Strategies, Count, Limit, FromStart, Seed]
            ),
            new("Who writes", Mode, Model, Temperature, MaxCost, Partial, Fresh),
            new("Where to", Output, Overwrite, Format, DryRun),
        ];

    /// <summary>Reads the request; what contradicts itself is added to the errors.</summary>
    public GenerationRequest Read(ParseResult parsed, ToolSession session, UsageErrors errors)
    {
        List<CommandLineSetting> settings = [];
        Add(InputsFormat, InputFormats.Setting);
        Add(Strategies, "variation_strategies");
        Add(Count, "variation_count");
        Add(Seed, "seed");
        Add(Mode, "input_generation.mode");
        Add(Model, "input_generation.llm.model");
        Add(Temperature, "variation_temperature");
        Add(MaxCost, "input_generation.llm.max_cost");
        bool fromStart = parsed.GetValue(FromStart);
        errors.AddIf(fromStart && parsed.GetValue(Limit) is null, FromStart.Name, "goes with `--limit N`");
        return new GenerationRequest
        {
            Configuration = Project.ToRequest(parsed, session) with { CommandLine = settings },
            InputsPath = parsed.GetValue(Inputs),
            Personas = parsed
                .GetValue(Personas)
                ?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Limit = ReadLimit(parsed, errors),
            Output = parsed.GetValue(Output),
            Overwrite = parsed.GetValue(Overwrite),
            GoOn = !fromStart,
            Fresh = parsed.GetValue(Fresh),
            AcceptPartial = parsed.GetValue(Partial),
        };

        void Add(Option<string?> option, string key)
        {
            if (parsed.GetValue(option) is { } value)
            {
                settings.Add(new CommandLineSetting(key, value, option.Name));
            }
        }
    }

    // The words stand in the remarks: all of them here would be wider than a terminal.
    private static Option<string?> StrategiesOption()
    {
        Option<string?> option = OptionOf.Choice(
            "--strategies",
            "How to vary, several with commas [default: from config, else rephrase,verbose,concise,typo]",
            StrategyWords.All,
            allowList: true
        );
        option.HelpName = "A,B";
        return option;
    }

    private long? ReadLimit(ParseResult parsed, UsageErrors errors)
    {
        if (parsed.GetValue(Limit) is not { } text)
        {
            return null;
        }

        bool valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0;
        errors.AddIf(!valid, Limit.Name, $"`{text}` is no number of inputs; write a whole number from 1");
        return valid ? limit : null;
    }
}
