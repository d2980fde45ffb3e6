using System.Text.Json.Nodes;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Capabilities.Memory;

/// <summary>What an agent remembers, as it is kept. Immutable.</summary>
/// <param name="Entries">The memories, in the order in which they were made.</param>
internal sealed record AgentMemory(IReadOnlyList<MemoryEntry> Entries)
{
    /// <summary>Nothing.</summary>
    public static AgentMemory Empty { get; } = new([]);

    /// <summary>Reads what was kept.</summary>
    public static AgentMemory Of(JsonObject? state) =>
        state is { Count: > 0 } ? TopologyJson.Read<AgentMemory>(state.ToJsonString()) : Empty;

    /// <summary>As it is kept.</summary>
    public JsonObject ToJson() => JsonNode.Parse(TopologyJson.Write(this))!.AsObject();

    /// <summary>With the memories of a step in place of those that an earlier go at the same step made.</summary>
    public AgentMemory With(string step, IEnumerable<MemoryEntry> made) =>
        new([.. Entries.Where(entry => entry.Step != step), .. made]);

    /// <summary>Without what has faded, and without the weakest beyond a number.</summary>
    public AgentMemory Pruned(MemorySettings settings, DateTimeOffset now) =>
        new([
            .. Entries
                .Select(
                    (entry, place) => (Entry: entry, Place: place, Strength: entry.Strength(settings.HalfLife, now))
                )
                .Where(each => each.Strength >= settings.MinStrength)
                .OrderByDescending(each => each.Strength)
                .ThenByDescending(each => each.Place)
                .Take(settings.MaxEntries)
                .OrderBy(each => each.Place)
                .Select(each => each.Entry),
        ]);

    /// <summary>What fits a text best, the best first.</summary>
    /// <param name="text">The text; empty for whatever is strongest.</param>
    /// <param name="tags">Tags of which a memory must have one; none for all memories.</param>
    /// <param name="most">The most memories.</param>
    /// <param name="settings">How memories fade.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<MemoryEntry> Recall(
        string text,
        IReadOnlyList<string> tags,
        int most,
        MemorySettings settings,
        DateTimeOffset now
    )
    {
        HashSet<string> words = MemoryWords.Of(text);
        return
        [
            .. Entries
                .Where(entry => tags.Count == 0 || entry.Tags.Intersect(tags, StringComparer.OrdinalIgnoreCase).Any())
                .Select((entry, place) => (Entry: entry, Place: place, Score: Score(entry)))
                .Where(each => each.Score > 0)
                .OrderByDescending(each => each.Score)
                .ThenByDescending(each => each.Place)
                .Take(most)
                .Select(each => each.Entry),
        ];

        double Score(MemoryEntry entry)
        {
            double likeness = words.Count == 0 ? 1 : MemoryWords.Likeness(words, entry);
            return likeness * entry.Strength(settings.HalfLife, now);
        }
    }
}

/// <summary>Something an agent remembers.</summary>
/// <param name="Text">What.</param>
/// <param name="Tags">Words it is filed under.</param>
/// <param name="Importance">How much it matters, 0 to 1.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Step">The step it was made in, as <see cref="CapabilityStep.Key"/>.</param>
internal sealed record MemoryEntry(
    string Text,
    IReadOnlyList<string> Tags,
    double Importance,
    DateTimeOffset At,
    string Step
)
{
    /// <summary>How much is left of it: the importance, halved for each half-life that has passed.</summary>
    public double Strength(TimeSpan halfLife, DateTimeOffset now) =>
        Importance * Math.Pow(0.5, Math.Max(0, (now - At) / halfLife));
}
