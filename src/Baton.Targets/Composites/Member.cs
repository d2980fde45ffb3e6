namespace Baton.Targets.Composites;

/// <summary>A target inside a composite.</summary>
/// <param name="Id">What ties its events together within a turn.</param>
/// <param name="Name">Its name, unique in the composite.</param>
/// <param name="Weight">How much its answer counts.</param>
/// <param name="Target">The target, which the composite owns.</param>
internal sealed record Member(string Id, string Name, decimal Weight, ITarget Target)
{
    /// <summary>Makes the members' targets; starts nothing.</summary>
    public static IReadOnlyList<Member> CreateAll(
        IReadOnlyList<CompositeMember> sections,
        TargetEnvironment environment
    )
    {
        List<Member> members = [];
        HashSet<string> names = new(sections.Select(section => section.Name ?? ""), StringComparer.Ordinal);
        foreach (CompositeMember section in sections)
        {
            ITarget target = TargetFactory.Create(section, environment);
            string name = section.Name ?? Unused(target.Name, names);
            members.Add(new Member($"member-{members.Count + 1}", name, section.Weight, target));
        }

        return members;
    }

    private static string Unused(string name, HashSet<string> names)
    {
        string unused = name;
        for (int number = 2; !names.Add(unused); number++)
        {
            unused = $"{name} ({number})";
        }

        return unused;
    }
}
