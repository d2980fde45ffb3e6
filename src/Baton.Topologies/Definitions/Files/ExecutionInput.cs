using System.Text;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Reads the input of an execution as it is given on a command line.</summary>
public static class ExecutionInput
{
    private const string Example = """{"prompt": "…"}""";

    /// <summary>Reads a JSON object.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it comes from, for errors. Default <c>--input-json</c>.</param>
    /// <exception cref="ConfigurationException">It is no JSON, no object, or names something twice.</exception>
    public static JsonObject Parse(string json, string source = "--input-json")
    {
        ConfigurationErrors errors = new();
        ConfigurationPlace place = new(source);
        if (string.IsNullOrWhiteSpace(json))
        {
            errors.Add(place, "", $"is empty; write a JSON object such as `{Example}`");
            errors.ThrowIfAny();
        }

        ConfigurationNode? root = ConfigurationText.Parse(
            source,
            Encoding.UTF8.GetBytes(json),
            ConfigurationFormat.Json,
            errors
        );
        if (root is not (null or ConfigurationMapping))
        {
            errors.Add(root.Place, "", $"is no JSON object; write one such as `{Example}`");
        }

        errors.ThrowIfAny();
        return ConfigurationJson.ToJson(root!)!.AsObject();
    }
}
