using Baton.Configuration;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>What the records of a file hold that entries cannot express: each kind once, with its first place and a count.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class MappingNotes
{
    private readonly Dictionary<string, (ConfigurationPlace First, long Count)> _kinds = new(StringComparer.Ordinal);

    /// <summary>The line of records that are read alone (JSON Lines), or <see langword="null"/> where places have their line.</summary>
    public int? Line { get; set; }

    /// <summary>The sentences, in the order they first occurred.</summary>
    public IEnumerable<string> Sentences =>
        _kinds.Select(kind =>
            $"{kind.Value.First}: {kind.Key}" + (kind.Value.Count > 1 ? $" ({kind.Value.Count} times)" : "")
        );

    /// <summary>Adds one.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="kind">What it is and what becomes of it, the same words for all of a kind.</param>
    public void Add(ConfigurationPlace place, string kind)
    {
        if (_kinds.TryGetValue(kind, out (ConfigurationPlace First, long Count) known))
        {
            _kinds[kind] = known with { Count = known.Count + 1 };
        }
        else
        {
            _kinds.Add(kind, (Line is { } line ? place with { Line = line } : place, 1));
        }
    }

    /// <summary>Tells all of them as warnings.</summary>
    public void Tell(InputFindings findings)
    {
        foreach (string sentence in Sentences)
        {
            findings.Warn(sentence);
        }
    }
}
