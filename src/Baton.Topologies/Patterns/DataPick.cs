using System.Text.Json.Nodes;

namespace Baton.Topologies.Patterns;

/// <summary>Finds values by paths of member names and list positions separated by dots.</summary>
internal static class DataPick
{
    /// <summary>The value at a path, or <see langword="null"/>.</summary>
    public static JsonNode? Find(JsonNode? root, string path)
    {
        foreach (string name in path.Split('.'))
        {
            root = root switch
            {
                JsonObject mapping => mapping[name],
                JsonArray list when int.TryParse(name, out int index) && index >= 0 && index < list.Count => list[
                    index
                ],
                _ => null,
            };
        }

        return root;
    }

    /// <summary>A new object with a value for each key.</summary>
    /// <param name="from">Where values are looked for.</param>
    /// <param name="mapping">Keys and paths.</param>
    /// <param name="setting">The setting that has them, for errors.</param>
    /// <exception cref="TopologyException">There is nothing at a path.</exception>
    public static JsonObject Map(JsonObject from, IReadOnlyDictionary<string, string> mapping, string setting)
    {
        JsonObject picked = [];
        foreach ((string key, string path) in mapping)
        {
            picked[key] = (
                Find(from, path)
                ?? throw new TopologyException($"`{setting}` wants `{path}` for `{key}`, and there is nothing there")
            ).DeepClone();
        }

        return picked;
    }
}
