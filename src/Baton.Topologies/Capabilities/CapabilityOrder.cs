namespace Baton.Topologies.Capabilities;

/// <summary>Puts the capabilities of an agent in the order in which they act: what others need first, else as written.</summary>
internal static class CapabilityOrder
{
    /// <summary>The names in order; of those in a cycle none.</summary>
    /// <param name="capabilities">The agent's, as written.</param>
    /// <param name="problems">Where to say what is missing or goes in circles.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<CapabilityInfo> capabilities, List<string> problems)
    {
        HashSet<string> there = [.. capabilities.Select(info => info.Name)];
        foreach (CapabilityInfo info in capabilities)
        {
            problems.AddRange(
                info.Needs.Where(need => !there.Contains(need))
                    .Select(need => $"`{info.Name}` needs `{need}`; give the agent that capability too")
            );
        }

        List<string> order = [];
        List<CapabilityInfo> left = [.. capabilities];
        while (left.Find(info => !Before(info).Any(name => left.Exists(other => other.Name == name))) is { } next)
        {
            order.Add(next.Name);
            left.Remove(next);
        }

        if (left.Count > 0)
        {
            problems.Add($"capabilities need one another in a circle: {Circle(left)}");
        }

        return order;
    }

    private static IEnumerable<string> Before(CapabilityInfo info) => info.Needs.Concat(info.After);

    // Each of those left waits for another one of them, so that following them comes round.
    private static string Circle(List<CapabilityInfo> left)
    {
        List<string> walked = [];
        CapabilityInfo at = left[0];
        while (!walked.Contains(at.Name))
        {
            walked.Add(at.Name);
            at = left.Find(other => Before(at).Contains(other.Name))!;
        }

        return string.Join(
            " → ",
            walked.SkipWhile(name => name != at.Name).Append(at.Name).Select(name => $"`{name}`")
        );
    }
}
