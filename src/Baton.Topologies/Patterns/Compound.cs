using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>A topology whose parts are topologies.</summary>
internal sealed class Compound(CompoundConfig config) : TopologyPattern
{
    private const string RouteTo = "route_to";
    private const string OutputName = "output";
    private const int DeepestNesting = 16;

    public override void Check(Team team, Problems problems)
    {
        problems.AddIf(
            config.SubTopologies.Count == 0,
            "a compound needs at least one part in `sub_topologies`",
            "config"
        );
        problems.AddIf(
            config.SubTopologies.Select(part => part.Name).Distinct(StringComparer.Ordinal).Count()
                < config.SubTopologies.Count,
            "`sub_topologies` has two parts of one name",
            "config.sub_topologies"
        );
        if (problems.Part.Count(character => character == '/') >= DeepestNesting)
        {
            problems.All.Add(
                new Problem("", "config.sub_topologies", $"compounds are nested deeper than {DeepestNesting}")
            );
            return;
        }

        foreach (CompoundPart part in config.SubTopologies)
        {
            problems.AddIf(
                part.When is not null && config.CompositionType != CompositionType.Conditional,
                $"`when` of `{part.Name}` goes with `composition_type: conditional`",
                "config.composition_type"
            );
            string path = $"{problems.Part}{part.Name}/";
            TopologyPattern
                .Of(part.Topology)
                .Check(team.Part(path, part.Topology, problems.All), new Problems(path, problems.All));
        }
    }

    public override Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input) =>
        config.CompositionType switch
        {
            CompositionType.Sequential => SequentialAsync(scope, input),
            CompositionType.Parallel => ParallelAsync(scope, input),
            CompositionType.Conditional => ConditionalAsync(scope, input),
            _ => throw new InvalidOperationException($"`{config.CompositionType}` is no composition"),
        };

    private async Task<JsonObject> SequentialAsync(TopologyScope scope, JsonObject input)
    {
        PartOutputs parts = new();
        JsonObject before = input;
        foreach (CompoundPart part in config.SubTopologies)
        {
            before = parts.Add(part, await RunAsync(scope, part, before, isFirst: parts.IsEmpty).ConfigureAwait(false));
        }

        return parts.Output(Text(before));
    }

    private async Task<JsonObject> ParallelAsync(TopologyScope scope, JsonObject input)
    {
        JsonObject[] outputs = await scope
            .AllAsync(
                config.SubTopologies.Select<CompoundPart, Func<Task<JsonObject>>>(part =>
                    () => RunAsync(scope, part, input, isFirst: true)
                )
            )
            .ConfigureAwait(false);
        PartOutputs parts = new();
        JsonObject[] mapped = [.. config.SubTopologies.Zip(outputs).Select(each => parts.Add(each.First, each.Second))];
        return parts.Output(string.Join("\n\n", mapped.Select(Text)));
    }

    private async Task<JsonObject> ConditionalAsync(TopologyScope scope, JsonObject input)
    {
        PartOutputs parts = new();
        if (input[RouteTo] is JsonValue route)
        {
            CompoundPart chosen =
                config.SubTopologies.FirstOrDefault(part => part.Name == route.ToString())
                ?? throw new TopologyException(
                    $"`{RouteTo}` is `{route}`, and the parts are {string.Join(", ", config.SubTopologies.Select(part => $"`{part.Name}`"))}"
                );
            return parts.Output(
                Text(parts.Add(chosen, await RunAsync(scope, chosen, input, isFirst: true).ConfigureAwait(false)))
            );
        }

        JsonObject before = input;
        foreach (CompoundPart part in config.SubTopologies)
        {
            if (part.When is { } condition && DataPick.Find(before, condition.Path)?.ToString() != condition.Value)
            {
                continue;
            }

            before = parts.Add(part, await RunAsync(scope, part, before, isFirst: parts.IsEmpty).ConfigureAwait(false));
            if (part.When is not null)
            {
                break;
            }
        }

        return parts.IsEmpty
            ? throw new TopologyException("No part was chosen: no condition holds, and the input has no `route_to`")
            : parts.Output(Text(before));
    }

    private static Task<JsonObject> RunAsync(TopologyScope scope, CompoundPart part, JsonObject before, bool isFirst) =>
        scope.RunPartAsync(
            part.Name,
            part.Topology,
            part.InputMapping.Count > 0 ? DataPick.Map(before, part.InputMapping, "input_mapping")
                : isFirst || !before.ContainsKey(OutputName) ? before
                : StepInput.FromText(Text(before))
        );

    // What an output mapping made may have no member of that name; it is then the text as a whole.
    private static string Text(JsonObject output) =>
        output.ContainsKey(OutputName) ? output[OutputName]?.ToString() ?? "" : TopologyJson.Write(output);

    /// <summary>What the parts made, in the order in which they ran.</summary>
    private sealed class PartOutputs
    {
        private readonly Dictionary<string, JsonObject> _parts = new(StringComparer.Ordinal);

        public bool IsEmpty => _parts.Count == 0;

        public JsonObject Add(CompoundPart part, JsonObject output)
        {
            JsonObject goesOn =
                part.OutputMapping.Count > 0 ? DataPick.Map(output, part.OutputMapping, "output_mapping") : output;
            _parts[part.Name] = goesOn.DeepClone().AsObject();
            return goesOn;
        }

        public JsonObject Output(string text) => ToJson(new CompoundOutput(text, _parts));
    }
}

/// <summary>What a compound came to.</summary>
internal sealed record CompoundOutput(
    [property: Description("The last part's output; of parts at once, all of them")] string Output,
    [property: Description("What each part that ran made: the output of its type, or what its output mapping picked")]
        IReadOnlyDictionary<string, JsonObject> Parts
);
