using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Replaying;

/// <summary>Those of today's runs that were recorded, with the user's turns of then. Immutable; safe for concurrent use.</summary>
internal sealed class ReplayPlan : IRunPlan
{
    /// <summary>The metadata a replayed agent finds its tools' recorded results under.</summary>
    public const string ResultsKey = "replay_tool_results";

    private const int ExamplesAtMost = 10;
    private readonly IRunPlan _today;
    private readonly RecordedExperiment _recorded;
    private readonly ReplaySettings _settings;

    private ReplayPlan(IRunPlan today, RecordedExperiment recorded, ReplaySettings settings) =>
        (_today, _recorded, _settings) = (today, recorded, settings);

    /// <inheritdoc/>
    public long InputCount { get; private init; }

    /// <inheritdoc/>
    public int PersonaCount { get; private init; }

    /// <inheritdoc/>
    public long SkippedInputs => _today.SkippedInputs;

    /// <inheritdoc/>
    public long TotalRuns { get; private init; }

    /// <inheritdoc/>
    public string DatasetHash => _today.DatasetHash;

    /// <summary>What is left out on either side.</summary>
    public required NotReplayed LeftOut { get; init; }

    /// <summary>Holds today's runs against the recording.</summary>
    /// <param name="today">Today's runs.</param>
    /// <param name="recorded">The recording.</param>
    /// <param name="settings">What of it is played.</param>
    /// <exception cref="ConfigurationException">None of today's runs was recorded.</exception>
    public static ReplayPlan Create(RunPlan today, RecordedExperiment recorded, ReplaySettings settings)
    {
        List<string> unknown = [];
        List<string> changed = [];
        HashSet<long> used = [];
        HashSet<string> personas = new(StringComparer.Ordinal);
        (long inputs, long newRuns, long changedRuns) = (0, 0, 0);
        string? lastInput = null;
        foreach (PlannedRun run in today.Read(CancellationToken.None))
        {
            RecordedMatch match = Find(recorded, run);
            switch (match.Fit)
            {
                case RecordedFit.Same when used.Add(match.Offset):
                    inputs += string.Equals(lastInput, run.Input.Id, StringComparison.Ordinal) ? 0 : 1;
                    lastInput = run.Input.Id;
                    if (run.Persona is { } persona)
                    {
                        personas.Add(persona.Name);
                    }

                    break;
                case RecordedFit.Changed:
                    changedRuns++;
                    Note(changed, run.Key);
                    break;
                default:
                    newRuns++;
                    Note(unknown, run.Key);
                    break;
            }
        }

        if (used.Count == 0)
        {
            throw new ConfigurationException([
                new ConfigurationError(
                    new ConfigurationPlace("--replay"),
                    "",
                    $"none of today's runs is in `{recorded.Folder}`"
                        + (changedRuns > 0 ? $": {changedRuns} have another first message" : "")
                        + "; replay it with the inputs and personas it was recorded with"
                ),
            ]);
        }

        return new ReplayPlan(today, recorded, settings)
        {
            InputCount = inputs,
            PersonaCount = personas.Count,
            TotalRuns = used.Count,
            LeftOut = new NotReplayed(
                newRuns,
                unknown,
                changedRuns,
                changed,
                recorded.Count - used.Count - changedRuns
            ),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PlannedRun> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long index = 0;
        HashSet<long> used = [];
        await foreach (PlannedRun run in _today.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            RecordedMatch match = Find(_recorded, run);
            if (match.Fit == RecordedFit.Same && used.Add(match.Offset))
            {
                yield return Replayed(run, _recorded.Read(match)) with
                {
                    Index = index++,
                };
            }
        }
    }

    private static RecordedMatch Find(RecordedExperiment recorded, PlannedRun run) =>
        recorded.Find(run.Key, run.Input.Text, run.Persona?.Name, run.Iteration);

    private static void Note(List<string> examples, string key)
    {
        if (examples.Count < ExamplesAtMost)
        {
            examples.Add(key);
        }
    }

    private PlannedRun Replayed(PlannedRun run, RunTrace recorded)
    {
        IReadOnlyList<RecordedTurn> turns = RecordedTurn.Of(recorded);
        return run with
        {
            Input = run.Input with
            {
                Turns = [.. turns.Skip(1).Select((turn, place) => Scripted(run.Input, place, turn.User))],
                SimulateAfterTurns = false,
            },
            Handout = _settings.HandsOutResults ? WithResults(run.Input.Metadata, recorded.ToolCalls) : null,
        };
    }

    // What today's input expects of an answer still holds where the user says the same as in its script.
    private static ScriptedTurn Scripted(ExperimentInput input, int place, string text) =>
        place < input.Turns.Count && string.Equals(input.Turns[place].Text, text, StringComparison.Ordinal)
            ? input.Turns[place]
            : new ScriptedTurn(text);

    private static JsonObject? WithResults(JsonObject? metadata, IReadOnlyList<TraceToolCall> calls)
    {
        JsonArray results =
        [
            .. calls
                .Where(call => call.Result is not null || call.Error is not null)
                .Select(call => new JsonObject
                {
                    ["turn"] = call.Turn,
                    ["name"] = call.Name,
                    ["arguments"] = Node(call.Arguments),
                    ["result"] = Node(call.Result),
                    ["error"] = call.Error,
                }),
        ];
        if (results.Count == 0)
        {
            return null;
        }

        JsonObject handout = metadata?.DeepClone().AsObject() ?? [];
        handout[ResultsKey] = results;
        return handout;
    }

    private static JsonNode? Node(JsonElement? value) =>
        value is { ValueKind: not JsonValueKind.Null } known ? JsonNode.Parse(known.GetRawText()) : null;
}

/// <summary>What a replay leaves out.</summary>
/// <param name="New">Runs of today that were not recorded.</param>
/// <param name="NewExamples">The first of them by key.</param>
/// <param name="Changed">Runs of today whose input said something else when it was recorded.</param>
/// <param name="ChangedExamples">The first of them by key.</param>
/// <param name="Gone">Recorded runs that are not among today's.</param>
public sealed record NotReplayed(
    long New,
    IReadOnlyList<string> NewExamples,
    long Changed,
    IReadOnlyList<string> ChangedExamples,
    long Gone
);
