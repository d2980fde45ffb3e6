using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Results;
using Baton.Targets;
using Baton.Targets.Python.Replay;
using Baton.Targets.Templates;

namespace Baton.Experiments.Settings;

/// <summary>Everything a configuration can say about an experiment, after all sources were merged.</summary>
public sealed record ExperimentSettings
{
    /// <summary>The experiment's name; goes into <c>summary.json</c> and, when given, the output folder's name.</summary>
    public string? Name { get; init; }

    /// <summary>What the experiment is for.</summary>
    public string? Description { get; init; }

    /// <summary>How often each input runs. Default 1.</summary>
    [Range(1, 1000)]
    public int Iterations { get; init; } = 1;

    /// <summary>The most runs in flight at once. Default 1.</summary>
    [Range(1, 4096)]
    public int ParallelRuns { get; init; } = 1;

    /// <summary>The least time between two starts. Seconds or a duration. Default 0.</summary>
    [Range(0)]
    public TimeSpan RunDelaySeconds { get; init; }

    /// <summary>The seed of everything random in Baton. Default: none drawn is visible in results.</summary>
    public int? Seed { get; init; }

    /// <summary>The simulated users.</summary>
    public IReadOnlyList<Persona> Personas { get; init; } = [];

    /// <summary>Inputs written into the configuration itself; used when there is no inputs file.</summary>
    public InputList? BaseInputs { get; init; }

    /// <summary>The file of inputs, relative to the project folder. Default <c>inputs/generated.yaml</c>.</summary>
    public string? InputsFile { get; init; }

    /// <summary>How the file of inputs is read: field names, and what a bad line does.</summary>
    public InputSettings Inputs { get; init; } = new();

    /// <summary>
    /// What is made of each input's text before it is said, for example <c>{{ input }} (order {{ metadata.order }})</c>.
    /// Default: the text itself.
    /// </summary>
    public Template? InputTemplate { get; init; }

    /// <summary>
    /// In which ways <c>baton generate inputs</c> varies base inputs; not used when an experiment runs. Default: rephrase,
    /// verbose, concise, typo.
    /// </summary>
    public IReadOnlyList<VariationStrategy> VariationStrategies { get; init; } = [];

    /// <summary>How many variations each strategy makes of an input; not used when an experiment runs. Default 2.</summary>
    [Range(1, 1000)]
    public int VariationCount { get; init; } = 2;

    /// <summary>The sampling temperature of variations; not used when an experiment runs. Default 0.7.</summary>
    [Range(0, 2)]
    public double VariationTemperature { get; init; } = 0.7;

    /// <summary>How inputs are generated; not used when an experiment runs.</summary>
    public InputGenerationSettings InputGeneration { get; init; } = new();

    /// <summary>What scores the traces; used by <c>baton evaluate</c> and <c>baton run experiment --evaluate</c>.</summary>
    public IReadOnlyList<EvaluatorSettings> Evaluators { get; init; } = [];

    /// <summary>How scores are put together, and what they may cost.</summary>
    public EvaluationSettings Evaluation { get; init; } = new();

    /// <summary>The agent under test.</summary>
    public required RunnerOptions Runner { get; init; }

    /// <summary>Recorded arguments a Python target is called with. Default: none.</summary>
    public ReplayOptions ReplayArgs { get; init; } = new();

    /// <summary>Conversations of many turns.</summary>
    public MultiTurnSettings MultiTurn { get; init; } = new();

    /// <summary>Where results go.</summary>
    public OutputSettings Output { get; init; } = new();

    /// <summary>Whether <c>traces.jsonl</c> and <c>observations.jsonl</c> are written. Default true.</summary>
    public bool SaveTraces { get; init; } = true;

    /// <summary>Words to find the experiment by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Free facts; <c>service_context</c> is told to the supervisor.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Bounds for the whole experiment; reaching one stops it gracefully.</summary>
    public BudgetSettings Budget { get; init; } = new();

    /// <summary>How much the target and each model may be asked at once.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>Spans that the agent exports with OpenTelemetry.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>How long a target may be gone for everyone before the experiment stops. Default 30 s.</summary>
    [Range(0)]
    public TimeSpan TargetDownAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The success rate (0 to 1) below which the exit code is 1. Default: none.</summary>
    [Range(0, 1)]
    public double? FailUnder { get; init; }
}

/// <summary>The <c>multi_turn:</c> section.</summary>
public sealed record MultiTurnSettings
{
    /// <summary>Whether inputs become conversations. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The turns after which a conversation ends. Default 8.</summary>
    [Range(1, 1000)]
    public int MaxTurns { get; init; } = 8;

    /// <summary>Whether tool calls are approved without asking; nothing is told to the agent when absent.</summary>
    public bool? AutoApproveTools { get; init; }

    /// <summary>The persona every conversation runs as, whatever the inputs say.</summary>
    public string? PersonaOverride { get; init; }

    /// <summary>Who speaks for the user.</summary>
    public SupervisorSettings Supervisor { get; init; } = new();
}

/// <summary>The <c>multi_turn.supervisor:</c> section.</summary>
public sealed record SupervisorSettings
{
    /// <summary>Who decides. Default <see cref="SupervisorProvider.OpenAI"/>.</summary>
    public SupervisorProvider Provider { get; init; } = SupervisorProvider.OpenAI;

    /// <summary>The model. Default <c>gpt-4o-mini</c> for openai, <c>claude-3-5-haiku-latest</c> for anthropic.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling temperature. Default 0.7.</summary>
    [Range(0, 2)]
    public double Temperature { get; init; } = 0.7;

    /// <summary>Replaces the built-in instructions.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>The key. Default: <c>OPENAI_API_KEY</c> or <c>ANTHROPIC_API_KEY</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The server. Default: the provider's own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>
    /// For <c>mock</c>: <c>scripted_questions</c>, <c>mock_reason</c>, <c>mock_closing</c>, <c>mock_decision</c>,
    /// <c>mock_next_user_message</c>.
    /// </summary>
    public JsonObject? Metadata { get; init; }
}

/// <summary>Who speaks for the user.</summary>
public enum SupervisorProvider
{
    /// <summary>An OpenAI model, or any server that speaks its chat completions.</summary>
    OpenAI,

    /// <summary>An Anthropic model.</summary>
    Anthropic,

    /// <summary>A script; needs no model.</summary>
    Mock,
}

/// <summary>The <c>output:</c> section.</summary>
public sealed record OutputSettings : IValidatedSection
{
    /// <summary>The folder experiments are written to, relative to the project folder. Default <c>experiments</c>.</summary>
    public string Directory { get; init; } = "experiments";

    /// <summary>A table of summaries beside the JSON Lines, or none. Default <see cref="OutputFormat.Jsonl"/>.</summary>
    public OutputFormat Format { get; init; } = OutputFormat.Jsonl;

    /// <summary>Where the traces are sent with OpenTelemetry when the experiment is over. Default: nowhere.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (ResultTable.Refusal(Format) is { } refusal)
        {
            section.Error("format", refusal);
        }
    }
}

/// <summary>What is written beside the JSON Lines files, which are always written.</summary>
public enum OutputFormat
{
    /// <summary>Nothing more.</summary>
    Jsonl,

    /// <summary>Also <c>trace_summary.csv</c>.</summary>
    Csv,

    /// <summary>Known by name and refused: no library that writes it comes with Baton.</summary>
    Parquet,
}

/// <summary>The <c>budget:</c> section. What is absent is unbounded.</summary>
public sealed record BudgetSettings
{
    /// <summary>US dollars, the agent's and the supervisor's together.</summary>
    [Range(0)]
    public decimal? Cost { get; init; }

    /// <summary>Tokens, the agent's and the supervisor's together.</summary>
    [Range(1)]
    public long? Tokens { get; init; }

    /// <summary>Wall time of this sitting. Seconds or a duration.</summary>
    [Range(0.001)]
    public TimeSpan? Duration { get; init; }

    /// <summary>Failed runs.</summary>
    [Range(1)]
    public long? Failures { get; init; }
}

/// <summary>The <c>limits:</c> section.</summary>
public sealed record LimitSettings
{
    /// <summary>The most calls to the target at once. Default: as many as runs.</summary>
    [Range(1, 4096)]
    public int? Target { get; init; }

    /// <summary>Limits by model, keyed <c>provider:model</c>.</summary>
    public IReadOnlyDictionary<string, ModelLimit> Models { get; init; } = new Dictionary<string, ModelLimit>();
}

/// <summary>How much one model may be asked.</summary>
public sealed record ModelLimit
{
    /// <summary>The most calls at once.</summary>
    [Range(1, 4096)]
    public int? Concurrent { get; init; }

    /// <summary>The most calls a minute.</summary>
    [Range(1)]
    public int? Rpm { get; init; }

    /// <summary>The most tokens a minute.</summary>
    [Range(1)]
    public long? Tpm { get; init; }
}
