using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Run;

/// <summary>The options of <c>baton run experiment</c>.</summary>
internal sealed class ExperimentOptions
{
    /// <summary>Which project and configuration.</summary>
    public ProjectOptions Project { get; } = new();

    public Option<string?> Inputs { get; } =
        OptionOf.Text("--inputs", "FILE", "File of inputs: YAML, JSON, JSONL or CSV [default: inputs/generated.yaml]");

    public Option<string?> InputsFormat { get; } = InputFormats.Option();

    public Option<string?> Iterations { get; } =
        OptionOf.Text("--iterations", "N", "Number of runs per input [default: from config]", "-i");

    public Option<string?> Personas { get; } =
        OptionOf.Text("--personas", "A,B", "Comma-separated list of personas to use [default: all personas]", "-p");

    public Option<string?> Limit { get; } = OptionOf.Text("--limit", "N", "Use only the first N inputs [default: all]");

    public Option<string?> Parallel { get; } =
        OptionOf.Text("--parallel", "N", "Runs in flight at once [default: from config]");

    public Option<string?> Seed { get; } =
        OptionOf.Text("--seed", "N", "Seed of everything random [default: from config]");

    public Option<bool> MultiTurn { get; } =
        OptionOf.Flag("--multi-turn", "Enable or disable multi-turn conversations [default: from config]");

    public Option<bool> NoMultiTurn { get; } =
        OptionOf.Flag("--no-multi-turn", "Disable multi-turn conversations [default: from config]");

    public Option<string?> MaxTurns { get; } =
        OptionOf.Text("--max-turns", "N", "Maximum turns per conversation [default: from config]");

    public Option<bool> AutoApproveTools { get; } =
        OptionOf.Flag(
            "--auto-approve-tools",
            "Approve the agent's tool calls unasked, or ask at the terminal for each [default: from config]"
        );

    public Option<bool> ManualApproveTools { get; } =
        OptionOf.Flag("--manual-approve-tools", "Ask at the terminal for each tool call [default: from config]");

    public Option<string?> PersonaOverride { get; } =
        OptionOf.Text("--persona-override", "NAME", "Force this persona in every conversation [default: none]");

    public Option<string?> SupervisorProvider { get; } =
        OptionOf.Choice(
            "--supervisor-provider",
            "Who plays the user: openai, anthropic or mock [default: from config]",
            ["openai", "anthropic", "mock"]
        );

    public Option<string?> SupervisorModel { get; } =
        OptionOf.Text("--supervisor-model", "MODEL", "Model of the supervisor [default: from config]");

    public Option<string?> SupervisorTemperature { get; } =
        OptionOf.Text("--supervisor-temperature", "T", "Sampling temperature, 0 to 2 [default: from config]");

    public Option<string?> SupervisorApiKey { get; } =
        OptionOf.Text("--supervisor-api-key", "KEY", "API key for supervisor calls [default: from the environment]");

    public Option<string?> OutputDirectory { get; } =
        OptionOf.Text("--output-dir", "DIR", "Output directory for results [default: experiments/]");

    public Option<string?> Name { get; } =
        OptionOf.Text("--experiment-name", "NAME", "Custom experiment name [default: auto-generated]", "--name");

    public Option<string?> Format { get; } =
        OptionOf.Choice("--format", "Summary on standard output: text or json [default: text]", ["text", "json"]);

    public Option<string?> Report { get; } =
        OptionOf.Text("--report", "junit:FILE", "Also write a JUnit XML report of all runs [default: none]");

    public Option<string?> FailUnder { get; } =
        OptionOf.Text(
            "--fail-under",
            "RATE",
            "Exit with 1 below this success rate, with --evaluate below this pass rate too, 0 to 1 [default: from config]"
        );

    public Option<bool> Evaluate { get; } =
        OptionOf.Flag("--evaluate", "Also score the runs, as baton evaluate experiment does [default: false]");

    public Option<string?> Otlp { get; } =
        OptionOf.Text(
            "--otlp",
            "URL",
            "Also send the runs as OpenTelemetry traces, as baton export experiment does [default: from config]"
        );

    public Option<bool> Yes { get; } =
        OptionOf.Flag("--yes", "Skip the confirmation prompt, for CI and automation [default: false]", "-y");

    public Option<bool> DryRun { get; } = OptionOf.Flag("--dry-run", "Show the plan and stop [default: false]");

    public Option<string?> Resume { get; } =
        OptionOf.Text("--resume", "DIR", "Run what is missing in the folder of an interrupted experiment");

    public Option<string?> Retry { get; } =
        OptionOf.Choice(
            "--retry",
            "With --resume, run again what ended badly: simulator (the supervisor's fault), errors (could not be "
                + "carried out) or failed (every failure); several with commas",
            ["simulator", "errors", "failed"],
            allowList: true
        );

    public Option<bool> Force { get; } =
        OptionOf.Flag("--force", "With --resume, go on although the configuration changed [default: false]");

    /// <summary>What to replay.</summary>
    public ReplayOptions Replay { get; } = new();

    /// <summary>The options that a replay takes the place of.</summary>
    public IReadOnlyList<Option> Simulation =>
        [
            MultiTurn,
            NoMultiTurn,
            MaxTurns,
            SupervisorProvider,
            SupervisorModel,
            SupervisorTemperature,
            SupervisorApiKey,
        ];

    /// <summary>The options as the help page groups them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
        [
            new("What to run", [.. Project.Rows, Inputs, InputsFormat, Iterations, Personas, Limit, Parallel, Seed]),
            new(
                "Conversations",
                new OptionRow(MultiTurn, NoMultiTurn),
                MaxTurns,
                new OptionRow(AutoApproveTools, ManualApproveTools),
                PersonaOverride,
                SupervisorProvider,
                SupervisorModel,
                SupervisorTemperature,
                SupervisorApiKey
            ),
            new("Replay", Replay.Rows),
            new("Results", OutputDirectory, Name, Format, Report, FailUnder, Evaluate, Otlp),
            new("Carrying it out", Yes, DryRun, Resume, Retry, Force),
        ];
}
