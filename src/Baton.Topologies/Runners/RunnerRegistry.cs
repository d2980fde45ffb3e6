using System.Reflection;
using Baton.Topologies.Definitions;
using Baton.Topologies.Metaflow;

namespace Baton.Topologies.Runners;

/// <summary>Runners by name. Safe for concurrent use.</summary>
public static class RunnerRegistry
{
    private static readonly Lock _gate = new();

    // Guarded by the gate.
    private static readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal)
    {
        ["local"] = new(typeof(LocalRunner), static (config, place) => new LocalRunner(config, place)),
        ["async"] = new(typeof(AsyncRunner), static (config, place) => new AsyncRunner(config: config, place: place)),
        ["metaflow"] = new(
            typeof(MetaflowRunner),
            static (config, place) => new MetaflowRunner(config: config, place: place)
        ),
    };

    private delegate TopologyRunner Maker(TopologyRunConfig? config, RunnerPlace? place);

    /// <summary>The names of all runners, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Keys];
            }
        }
    }

    /// <summary>Makes a runner.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="config">Limits and ways. Default: the defaults.</param>
    /// <param name="place">Where executions are kept and who makes the agents. Default: memory, and models.</param>
    /// <exception cref="TopologyException">There is no such runner, or its constructor failed.</exception>
    public static TopologyRunner Create(string name, TopologyRunConfig? config = null, RunnerPlace? place = null)
    {
        Entry? entry;
        lock (_gate)
        {
            entry = _entries.GetValueOrDefault(name);
        }

        return entry?.Make(config, place)
            ?? throw new TopologyException(
                $"There is no runner `{name}`; there are {string.Join(", ", Names.Select(known => $"`{known}`"))}"
            );
    }

    /// <summary>Adds the runners of an assembly: its classes with <see cref="RunnerAttribute"/>.</summary>
    /// <returns>The names found, in the order of the alphabet.</returns>
    /// <exception cref="TopologyException">
    /// One is no <see cref="TopologyRunner"/>, cannot be made, or has a name that is none or is another runner's. All of
    /// them are named, and nothing is added.
    /// </exception>
    public static IReadOnlyList<string> Register(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        (string Name, Type Type)[] found =
        [
            .. assembly
                .GetTypes()
                .Select(type => (type.GetCustomAttribute<RunnerAttribute>()?.Name, Type: type))
                .Where(each => each.Name is not null)
                .OrderBy(each => each.Name, StringComparer.Ordinal)!,
        ];
        lock (_gate)
        {
            string[] problems = [.. found.Select(Problem).OfType<string>()];
            if (problems.Length > 0)
            {
                throw new TopologyException(string.Join("; ", problems));
            }

            foreach ((string name, Type type) in found)
            {
                _entries[name] = new Entry(type, (config, place) => Make(type, config, place));
            }
        }

        return [.. found.Select(each => each.Name)];
    }

    private static string? Problem((string Name, Type Type) runner)
    {
        string who = $"The runner `{runner.Name}` ({runner.Type.FullName})";
        return !DefinitionName.IsValid(runner.Name) ? $"{who} has no name: 1 to 64 of a to z, 0 to 9, `_` and `-`"
            : runner.Type.IsAbstract || !runner.Type.IsAssignableTo(typeof(TopologyRunner))
                ? $"{who} is no class that derives from `{nameof(TopologyRunner)}`"
            : Constructor(runner.Type) is null
                ? $"{who} needs a public constructor with a `{nameof(TopologyRunConfig)}` and a `{nameof(RunnerPlace)}`"
            : _entries.TryGetValue(runner.Name, out Entry? taken) && taken.Type != runner.Type
                ? $"{who} has the name of {taken.Type.FullName}"
            : null;
    }

    private static ConstructorInfo? Constructor(Type type) =>
        type.GetConstructor([typeof(TopologyRunConfig), typeof(RunnerPlace)]);

    private static TopologyRunner Make(Type type, TopologyRunConfig? config, RunnerPlace? place)
    {
        try
        {
            return (TopologyRunner)Constructor(type)!.Invoke([config, place]);
        }
        catch (TargetInvocationException failure)
        {
            throw new TopologyException(
                $"{type.FullName} could not be made: {failure.InnerException!.Message}",
                failure.InnerException
            );
        }
    }

    private sealed record Entry(Type Type, Maker Make);
}
