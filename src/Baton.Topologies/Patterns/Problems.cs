using Baton.Topologies.Definitions;

namespace Baton.Topologies.Patterns;

/// <summary>Collects what is wrong with a topology.</summary>
/// <param name="part">Which part of a compound is looked at, followed by <c>/</c>; empty for the whole.</param>
/// <param name="found">Where problems go.</param>
internal sealed class Problems(string part, List<string> found)
{
    /// <summary>The part, followed by <c>/</c>; empty for the whole.</summary>
    public string Part => part;

    /// <summary>All problems, for what collects them by itself.</summary>
    public List<string> All => found;

    /// <summary>Adds a problem.</summary>
    public void Add(string problem) => found.Add(part.Length == 0 ? problem : $"part `{part.TrimEnd('/')}`: {problem}");

    /// <summary>Adds a problem when it is one.</summary>
    public void AddIf(bool isWrong, string problem)
    {
        if (isWrong)
        {
            Add(problem);
        }
    }

    /// <summary>Adds a problem for each slot that is not there.</summary>
    public void NeedSlots(Team team, TopologyType type, params ReadOnlySpan<string> slots)
    {
        foreach (string slot in slots)
        {
            AddIf(!team.Has(slot), $"the slot `{slot}`, which {Word(type)} needs, has no agent");
        }
    }

    /// <summary>Adds a problem for a number out of range.</summary>
    public void NeedRange(string setting, double value, double least, double most = double.MaxValue) =>
        AddIf(
            double.IsNaN(value) || value < least || value > most,
            most == double.MaxValue
                ? $"`{setting}` is {value}; it must be at least {least}"
                : $"`{setting}` is {value}; it must be from {least} to {most}"
        );

    private static string Word(TopologyType type) =>
        $"{(type == TopologyType.Ensemble ? "an" : "a")} {type.ToString().ToLowerInvariant()}";
}
