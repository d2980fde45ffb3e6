using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>
/// Hashes of configurations. The order of keys does not count, nor does the value of a secret; a variable counts by its name.
/// </summary>
/// <param name="redactor">Knows the secrets of the configuration.</param>
internal sealed class ConfigurationHash(SecretRedactor redactor)
{
    private const string SupervisorKey = "api_key";

    private static readonly HashSet<string> NotDeciding = new(StringComparer.Ordinal)
    {
        "name",
        "description",
        "tags",
        "parallel_runs",
        "run_delay_seconds",
        "output",
        "budget",
        "limits",
        "target_down_after",
        "fail_under",
        "inputs",
        "telemetry",
        "inputs_file",
        "base_inputs",
        "input_generation",
        "variation_strategies",
        "variation_count",
        "variation_temperature",
        "evaluators",
        "evaluation",
    };

    /// <summary>Whether a setting at the top of a configuration decides what a run does.</summary>
    public static bool IsDeciding(string key) => !NotDeciding.Contains(key);

    /// <summary>The hash of what decides what a run does.</summary>
    public string OfExperiment(ConfigurationMapping tree) =>
        Of(tree with { Entries = [.. tree.Entries.Where(entry => IsDeciding(entry.Key))] });

    /// <summary>The hash of the <c>runner:</c> section.</summary>
    public string OfTarget(ConfigurationMapping tree) =>
        Of(tree["runner"]?.Value ?? new ConfigurationMapping(tree.Place, []));

    private string Of(ConfigurationNode node)
    {
        ArrayBufferWriter<byte> canonical = new();
        using Utf8JsonWriter writer = new(
            canonical,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
        );
        Write(node, writer);
        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(canonical.WrittenSpan));
    }

    private void Write(ConfigurationNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case ConfigurationMapping mapping:
                writer.WriteStartObject();
                foreach (
                    ConfigurationEntry entry in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                )
                {
                    if (!string.Equals(entry.Key, SupervisorKey, StringComparison.Ordinal))
                    {
                        writer.WritePropertyName(entry.Key);
                        Write(entry.Value, writer);
                    }
                }

                writer.WriteEndObject();
                break;
            case ConfigurationSequence list:
                writer.WriteStartArray();
                foreach (ConfigurationNode item in list.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case ConfigurationScalar scalar:
                string written = redactor.Redact(scalar.Written);
                writer.WriteStringValue(scalar.Kind == ScalarKind.Text ? $"\"{written}" : written);
                break;
        }
    }
}
