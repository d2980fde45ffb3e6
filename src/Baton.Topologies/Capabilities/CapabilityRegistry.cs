using System.Reflection;
using Baton.Configuration;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Capabilities;

/// <summary>The capabilities that act, by word. Immutable and safe for concurrent use.</summary>
public sealed class CapabilityRegistry
{
    private readonly Dictionary<string, CapabilityInfo> _byName;

    private CapabilityRegistry(IEnumerable<CapabilityInfo> capabilities) =>
        _byName = capabilities.ToDictionary(info => info.Name, StringComparer.Ordinal);

    /// <summary>The five that come with Baton.</summary>
    public static CapabilityRegistry Default { get; } =
        new CapabilityRegistry([])
            .With<ToolUse.ToolUseCapability>()
            .With<Memory.MemoryCapability>()
            .With<Reasoning.ReasoningCapability>()
            .With<HumanInLoop.HumanInLoopCapability>()
            .With<StructuredOutput.StructuredOutputCapability>();

    /// <summary>All of them, in the order in which they were added.</summary>
    public IReadOnlyList<CapabilityInfo> All => [.. _byName.Values];

    /// <summary>A registry with one more.</summary>
    /// <typeparam name="T">The capability; it has a <see cref="CapabilityAttribute"/>.</typeparam>
    /// <exception cref="TopologyException">It has no name, or the name is taken.</exception>
    public CapabilityRegistry With<T>()
        where T : Capability, new() => With(typeof(T), static () => new T());

    /// <summary>A registry with all public classes of an assembly that have a <see cref="CapabilityAttribute"/>.</summary>
    /// <exception cref="TopologyException">One cannot be made, has no name, or its name is taken.</exception>
    public CapabilityRegistry WithAll(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        CapabilityRegistry registry = this;
        foreach (
            Type type in assembly
                .GetExportedTypes()
                .Where(type => type.GetCustomAttribute<CapabilityAttribute>() is not null)
        )
        {
            if (!type.IsSubclassOf(typeof(Capability)) || type.GetConstructor(Type.EmptyTypes) is null)
            {
                throw new TopologyException(
                    $"`{type.Name}` has the attribute `Capability` and is none: it derives from `Capability` and needs a public constructor without parameters"
                );
            }

            registry = registry.With(type, () => (Capability)Activator.CreateInstance(type)!);
        }

        return registry;
    }

    /// <summary>Makes the capabilities of an agent that act, in the order in which they do.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="problems">Where to say what is wrong, one sentence each.</param>
    internal IReadOnlyList<Capability> Equip(AgentType agent, List<string> problems)
    {
        Dictionary<string, Capability> made = new(StringComparer.Ordinal);
        foreach (CapabilitySpec spec in agent.Config.Capabilities)
        {
            if (!_byName.TryGetValue(spec.Name, out CapabilityInfo? info))
            {
                CheckSkill(spec, problems);
                continue;
            }

            Capability capability = info.Make();
            if (!made.TryAdd(spec.Name, capability))
            {
                problems.Add($"`{spec.Name}` stands twice among the capabilities");
                continue;
            }

            capability.Read(spec.Settings, problems);
            problems.AddRange(capability.Check(agent));
        }

        return made.Count == 0
            ? []
            :
            [
                .. CapabilityOrder
                    .Of([.. made.Keys.Select(name => _byName[name])], problems)
                    .Select(name => made[name]),
            ];
    }

    // Any word is a skill, but not one that looks like a slip or has settings that nobody would read.
    private void CheckSkill(CapabilitySpec spec, List<string> problems)
    {
        string hint = Suggestion.Hint(spec.Name, _byName.Keys);
        if (spec.Settings is not null)
        {
            string known = hint.Length > 0 ? hint : $"; there are {string.Join(", ", _byName.Keys)}";
            problems.Add($"there is no capability `{spec.Name}`, and a skill has no settings{known}");
        }
        else if (hint.Length > 0)
        {
            problems.Add($"there is no capability `{spec.Name}`{hint} (a skill needs a word less like it)");
        }
    }

    private CapabilityRegistry With(Type type, Func<Capability> make)
    {
        CapabilityAttribute attribute =
            type.GetCustomAttribute<CapabilityAttribute>()
            ?? throw new TopologyException(
                $"`{type.Name}` has no name; give it the attribute `[Capability(\"name\")]`"
            );
        if (!DefinitionName.IsValid(attribute.Name))
        {
            throw new TopologyException(
                $"`{attribute.Name}` is no name for a capability: 1 to 64 of a to z, 0 to 9, `_` and `-`"
            );
        }

        return _byName.ContainsKey(attribute.Name)
            ? throw new TopologyException($"There is a capability `{attribute.Name}` already; rename `{type.Name}`")
            : new CapabilityRegistry([
                .. _byName.Values,
                new CapabilityInfo(attribute.Name, attribute.Description, attribute.Needs, attribute.After, make),
            ]);
    }
}

/// <summary>A capability that agents can have.</summary>
public sealed record CapabilityInfo
{
    internal CapabilityInfo(
        string name,
        string description,
        IReadOnlyList<string> needs,
        IReadOnlyList<string> after,
        Func<Capability> make
    )
    {
        Name = name;
        Description = description;
        Needs = needs;
        After = after;
        Make = make;
    }

    /// <summary>The word.</summary>
    public string Name { get; }

    /// <summary>What it does; may be empty.</summary>
    public string Description { get; }

    /// <summary>What an agent with it must have too.</summary>
    public IReadOnlyList<string> Needs { get; }

    /// <summary>What acts before it where the agent has it.</summary>
    public IReadOnlyList<string> After { get; }

    /// <summary>Makes one for an agent.</summary>
    internal Func<Capability> Make { get; }
}
