using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Reads the topologies of a team and puts those that others name in their places.</summary>
internal sealed class TopologyReader
{
    private readonly Dictionary<string, (ConfigurationNode Node, string Key)> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Topology?> _read = new(StringComparer.Ordinal);
    private readonly List<string> _underWay = [];
    private readonly Dictionary<string, Topology> _known;
    private readonly ConfigurationErrors _errors;
    private readonly TopologyParts _parts;
    private Topology? _main;

    public TopologyReader(TeamReading reading, AgentReader agents, ConfigurationErrors errors)
    {
        _errors = errors;
        _known = reading.Topologies.ToDictionary(topology => topology.Name, StringComparer.Ordinal);
        _parts = new TopologyParts(agents, Find, errors);
    }

    /// <summary>Whether there is a topology that is meant when none is named.</summary>
    public bool HasMain { get; private set; }

    /// <summary>Takes the main topology.</summary>
    public void AddMain(ConfigurationNode? node, string key)
    {
        if (TolerantBinding.Mapping(node, key, "type: pipeline", _errors) is not { } mapping)
        {
            return;
        }

        HasMain = true;
        if (mapping["name"] is { Value: ConfigurationScalar name })
        {
            _written[name.Text] = (mapping, key);
        }
        else
        {
            _errors.Add(mapping.Place, $"{key}.name", "is required; give it a value");
            _main = _parts.Read(mapping, key, fallbackName: "unnamed");
        }
    }

    /// <summary>Takes the topologies that are written by name.</summary>
    public void AddOthers(ConfigurationNode? node, string key)
    {
        const string example = "draft: {type: pipeline}";
        foreach (ConfigurationEntry entry in TolerantBinding.Mapping(node, key, example, _errors)?.Entries ?? [])
        {
            string path = $"{key}.{entry.Key}";
            if (entry.Value is ConfigurationMapping mapping)
            {
                CheckName(mapping, entry.Key, path);
            }

            if (!_written.TryAdd(entry.Key, (entry.Value, path)))
            {
                _errors.Add(entry.KeyPlace, path, $"stands under `topology` already; give one of them another name");
            }
        }
    }

    /// <summary>Reads them all, in their order.</summary>
    public IReadOnlyList<Topology> ReadAll() => [.. _written.Keys.Select(Read).Prepend(_main).OfType<Topology>()];

    private void CheckName(ConfigurationMapping mapping, string name, string key)
    {
        if (mapping["name"] is { Value: ConfigurationScalar own } && own.Text != name)
        {
            _errors.Add(own.Place, $"{key}.name", $"is `{own.Text}`, and the key says `{name}`; leave `name` away");
        }
    }

    private Topology? Read(string name)
    {
        if (_read.TryGetValue(name, out Topology? read))
        {
            return read;
        }

        (ConfigurationNode node, string key) = _written[name];
        _underWay.Add(name);
        Topology? topology = _parts.Read(node, key, name);
        _underWay.RemoveAt(_underWay.Count - 1);
        _read[name] = topology;
        return topology;
    }

    // A topology that another one names.
    private Topology? Find(ConfigurationScalar reference, string key)
    {
        string name = reference.Text;
        if (_underWay.Contains(name))
        {
            IEnumerable<string> circle = _underWay.Skip(_underWay.IndexOf(name)).Append(name);
            _errors.Add(
                reference.Place,
                key,
                $"a topology cannot be a part of itself: {string.Join(" → ", circle.Select(each => $"`{each}`"))}"
            );
            return null;
        }

        if (_written.ContainsKey(name))
        {
            return Read(name);
        }

        if (_known.TryGetValue(name, out Topology? known))
        {
            return known;
        }

        _errors.Add(
            reference.Place,
            key,
            $"there is no topology `{name}`{Suggestion.Hint(name, _written.Keys.Concat(_known.Keys))}"
        );
        return null;
    }
}
