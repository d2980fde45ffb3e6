using Baton.Configuration;

namespace Baton.Experiments.Personas;

/// <summary>The <c>personas:</c> of a configuration.</summary>
internal static class PersonaList
{
    /// <summary>Says which names are not valid and which are given twice.</summary>
    /// <param name="tree">The configuration as written.</param>
    /// <param name="personas">The personas as read.</param>
    /// <param name="errors">Where to say it.</param>
    public static void Check(ConfigurationMapping tree, IReadOnlyList<Persona> personas, ConfigurationErrors errors)
    {
        IReadOnlyList<ConfigurationNode> written = (tree["personas"]?.Value as ConfigurationSequence)?.Items ?? [];
        Dictionary<string, ConfigurationPlace> first = new(StringComparer.Ordinal);
        for (int i = 0; i < personas.Count; i++)
        {
            string name = personas[i].Name;
            ConfigurationMapping? entry = i < written.Count ? written[i] as ConfigurationMapping : null;
            ConfigurationPlace place = entry?["name"]?.Value.Place ?? tree.Place;
            if (!PersonaName.IsValid(name))
            {
                errors.Add(place, $"personas[{i}].name", PersonaName.Rule);
            }
            else if (!first.TryAdd(name, place))
            {
                errors.Add(
                    place,
                    $"personas[{i}].name",
                    $"`{name}` is described twice, first at {first[name]}; keep one"
                );
            }
        }
    }
}
