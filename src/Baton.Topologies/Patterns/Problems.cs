using Baton.Topologies.Definitions;

namespace Baton.Topologies.Patterns;

/// <summary>Collects what is wrong with a topology.</summary>
/// <param name="part">Which part of a compound is looked at, followed by <c>/</c>; empty for the whole.</param>
/// <param name="found">Where problems go.</param>
internal sealed class Problems(string part, List<Problem> found)
{
    /// <summary>The part, followed by <c>/</c>; empty for the whole.</summary>
    public string Part => part;

    /// <summary>All problems, for what collects them by itself.</summary>
    public List<Problem> All => found;

    /// <summary>Adds a problem.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="key">The definition's key it stands under, for example <c>members</c>; empty for the whole.</param>
    public void Add(string problem, string key = "") => found.Add(new Problem(part, key, problem));

    /// <summary>Adds a problem when it is one.</summary>
    public void AddIf(bool isWrong, string problem, string key = "")
    {
        if (isWrong)
        {
            Add(problem, key);
        }
    }

    /// <summary>Adds a problem for each slot that is not there.</summary>
    public void NeedSlots(Team team, TopologyType type, params ReadOnlySpan<string> slots)
    {
        foreach (string slot in slots)
        {
            AddIf(!team.Has(slot), $"the slot `{slot}`, which {Word(type)} needs, has no agent", "members");
        }
    }

    /// <summary>Adds a problem for a number out of range.</summary>
    /// <param name="setting">Its key.</param>
    /// <param name="value">The number.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    /// <param name="agent">The agent it is a setting of; default the topology itself.</param>
    public void NeedRange(
        string setting,
        double value,
        double least,
        double most = double.MaxValue,
        string? agent = null
    )
    {
        if (value >= least && value <= most)
        {
            return;
        }

        string of = agent is null ? "" : $"agent `{agent}`: ";
        string range = most == double.MaxValue ? $"at least {least}" : $"from {least} to {most}";
        Add($"{of}`{setting}` is {value}; it must be {range}", agent is null ? $"config.{setting}" : "");
    }

    private static string Word(TopologyType type) =>
        $"{(type == TopologyType.Ensemble ? "an" : "a")} {type.ToString().ToLowerInvariant()}";
}

/// <summary>Something wrong with a topology.</summary>
/// <param name="Part">The part of a compound, followed by <c>/</c>; empty for the whole.</param>
/// <param name="Key">The definition's key it stands under; empty for the whole.</param>
/// <param name="Message">What.</param>
internal sealed record Problem(string Part, string Key, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Part.Length == 0 ? Message : $"part `{Part.TrimEnd('/')}`: {Message}";
}
