using System.Text.Json.Serialization;
using Baton.Configuration;

namespace Baton.Topologies.Definitions;

/// <summary>A pattern and its settings. A closed set: every case stands in this file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PipelineConfig), "pipeline")]
[JsonDerivedType(typeof(EnsembleConfig), "ensemble")]
[JsonDerivedType(typeof(DebateConfig), "debate")]
[JsonDerivedType(typeof(CrosscheckConfig), "crosscheck")]
[JsonDerivedType(typeof(DelegationConfig), "delegation")]
[JsonDerivedType(typeof(ChainConfig), "chain")]
[JsonDerivedType(typeof(CompoundConfig), "compound")]
public abstract record TopologyConfig
{
    private protected TopologyConfig() { }

    /// <summary>The pattern.</summary>
    [JsonIgnore]
    public abstract TopologyType Type { get; }
}

/// <summary>One after the other: each stage gets what the one before it made.</summary>
public sealed record PipelineConfig : TopologyConfig
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override TopologyType Type => TopologyType.Pipeline;

    /// <summary>The slots in order. Default: all, in the order of their positions.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>
    /// The stages after which the execution pauses until a person has looked at what they made: who approves lets it go on,
    /// who rejects has the stage done again with the comment. Default: none. (Every stage is written down when it ends,
    /// whether it is named here or not.)
    /// </summary>
    public IReadOnlyList<string> CheckpointAfter { get; init; } = [];

    /// <summary>Whether a failed stage is repeated. Default: yes.</summary>
    public bool RetryFailedStages { get; init; } = true;

    /// <summary>How often. Default 2; at least 0.</summary>
    [Range(0)]
    public int MaxStageRetries { get; init; } = 2;

    /// <summary>
    /// How long one stage may take, its repetitions and the waits between them included, in seconds; more than zero.
    /// Default: as long as its agent's time-outs allow.
    /// </summary>
    [Range(0.001)]
    public double? StageTimeoutSeconds { get; init; }

    /// <summary>How many of the last stages' answers a stage is shown beside the current one. Default 20; at least 0.</summary>
    [Range(0)]
    public int MaxPreviousStages { get; init; } = 20;
}

/// <summary>All answer the same question at once; one answer is made of theirs.</summary>
public sealed record EnsembleConfig : TopologyConfig
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override TopologyType Type => TopologyType.Ensemble;

    /// <summary>How. Default <see cref="AggregationMethod.Synthesis"/>, which needs the slot <c>aggregator</c>.</summary>
    public AggregationMethod AggregationMethod { get; init; } = AggregationMethod.Synthesis;

    /// <summary>The share of members (0 to 1) that may fail. Default 0.5.</summary>
    [Range(0, 1)]
    public double FailureThreshold { get; init; } = 0.5;

    /// <summary>How far members' temperatures are spread around their own, 0 to 1. Default 0.3.</summary>
    [Range(0, 1)]
    public double DiversityWeight { get; init; } = 0.3;
}

/// <summary>A proponent and an opponent argue in rounds; a mediator gives the verdict.</summary>
public sealed record DebateConfig : TopologyConfig
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override TopologyType Type => TopologyType.Debate;

    /// <summary>The most rounds after the opening. Default 3; at least 0.</summary>
    [Range(0)]
    public int MaxRounds { get; init; } = 3;

    /// <summary>
    /// Who decides: the mediator, or, with any other method, the debaters where they agree. Default
    /// <see cref="ConsensusMethod.Mediator"/>.
    /// </summary>
    public ConsensusMethod ConsensusMethod { get; init; } = ConsensusMethod.Mediator;

    /// <summary>The least agreement (0 to 1) at which debaters of one stance count as agreed. Default 0.8.</summary>
    [Range(0, 1)]
    public double ConvergenceThreshold { get; init; } = 0.8;

    /// <summary>Whether the rounds end when debaters agree. Default: yes.</summary>
    public bool AllowEarlyTermination { get; init; } = true;
}

/// <summary>The primary answers; checkers approve or reject at once.</summary>
public sealed record CrosscheckConfig : TopologyConfig
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override TopologyType Type => TopologyType.Crosscheck;

    /// <summary>How many checkers take part, in the order of their slots. Default: all.</summary>
    [Range(1)]
    public int? NumCheckers { get; init; }

    /// <summary>What each checker looks at, in the order of their slots. Default: everything.</summary>
    public IReadOnlyList<string> CheckerSpecializations { get; init; } = [];

    /// <summary>When the answer is approved. Default <see cref="ConsensusMethod.Majority"/>.</summary>
    public ConsensusMethod ConsensusMethod { get; init; } = ConsensusMethod.Majority;

    /// <summary>Whether every checker must approve, whatever <see cref="ConsensusMethod"/> says. Default: no.</summary>
    public bool RequireUnanimousForApproval { get; init; }
}

/// <summary>A coordinator divides the work; specialists do the parts at once; the coordinator puts them together.</summary>
public sealed record DelegationConfig : TopologyConfig
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override TopologyType Type => TopologyType.Delegation;

    /// <summary>Who gets a part. Default <see cref="RoutingStrategy.CapabilityMatch"/>.</summary>
    public RoutingStrategy RoutingStrategy { get; init; } = RoutingStrategy.CapabilityMatch;

    /// <summary>Whether, of equally able specialists, the one with the fewest parts gets the next. Default: yes.</summary>
    public bool LoadBalance { get; init; } = true;

    /// <summary>The slot that gets what nobody else can do. Default: none; such a part fails the execution.</summary>
    public string? FallbackAgentName { get; init; }
}

/// <summary>Who gets a part of the work. Written in snake case.</summary>
public enum RoutingStrategy
{
    /// <summary>The specialist with the most of the wanted capabilities; at least one.</summary>
    CapabilityMatch,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The one the coordinator names.</summary>
    Llm,
}

/// <summary>Levels of command: the first plans, each divides for the next, the last works, answers come back up.</summary>
public sealed record ChainConfig : TopologyConfig
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override TopologyType Type => TopologyType.Chain;

    /// <summary>
    /// The levels from the top; slots belong to a level by its name, alone or followed by <c>_</c> and more. Default
    /// <c>commander</c>, <c>lieutenant</c>, <c>worker</c>, as far as there are such slots.
    /// </summary>
    public IReadOnlyList<string> AuthorityLevels { get; init; } = [];

    /// <summary>The confidence (0 to 1) below which an answer is looked at one level up. Default 0.5.</summary>
    [Range(0, 1)]
    public double EscalationThreshold { get; init; } = 0.5;

    /// <summary>The most levels below the first. Default 3; at least 1.</summary>
    [Range(1)]
    public int MaxDelegationDepth { get; init; } = 3;
}

/// <summary>A topology whose parts are topologies.</summary>
public sealed record CompoundConfig : TopologyConfig
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override TopologyType Type => TopologyType.Compound;

    /// <summary>The parts, in order; at least one.</summary>
    public IReadOnlyList<CompoundPart> SubTopologies { get; init; } = [];

    /// <summary>How they follow one another. Default <see cref="CompositionType.Sequential"/>.</summary>
    public CompositionType CompositionType { get; init; } = CompositionType.Sequential;
}

/// <summary>How the parts of a compound follow one another. Written in lower case.</summary>
public enum CompositionType
{
    /// <summary>Each gets the output of the one before it.</summary>
    Sequential,

    /// <summary>All get the input, at once.</summary>
    Parallel,

    /// <summary>
    /// The part that the input's <c>route_to</c> names; without it, the first part whose condition holds.
    /// </summary>
    Conditional,
}

/// <summary>A part of a compound.</summary>
public sealed record CompoundPart
{
    /// <summary>The part's name, in paths and in <c>route_to</c>; as a topology's.</summary>
    public required string Name { get; init; }

    /// <summary>The topology.</summary>
    public required Topology Topology { get; init; }

    /// <summary>
    /// What the part gets: a key and the path to its value in what came before. Default: all of it, as it is.
    /// </summary>
    public IReadOnlyDictionary<string, string> InputMapping { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// What goes on from the part, to the next one and into the output: a key and the path to its value in what the part made.
    /// Default: all of it, as it is.
    /// </summary>
    public IReadOnlyDictionary<string, string> OutputMapping { get; init; } = new Dictionary<string, string>();

    /// <summary>For <see cref="CompositionType.Conditional"/>: when the part is chosen. Default: always.</summary>
    public PartCondition? When { get; init; }
}

/// <summary>A condition on the input of a compound.</summary>
/// <param name="Path">The path to the value that is looked at: member names separated by dots.</param>
/// <param name="Value">The text the value must be.</param>
public sealed record PartCondition(string Path, [property: JsonPropertyName("equals")] string Value);
