namespace Baton.Experiments.Generation.Output;

/// <summary>How a file of inputs is written; follows from its name.</summary>
public enum InputFormat
{
    /// <summary><c>.yaml</c>, <c>.yml</c>.</summary>
    Yaml,

    /// <summary><c>.json</c>.</summary>
    Json,

    /// <summary><c>.jsonl</c>, <c>.ndjson</c>.</summary>
    JsonLines,

    /// <summary><c>.csv</c>.</summary>
    Csv,
}

/// <summary>Formats by file names.</summary>
internal static class InputFormats
{
    /// <summary>The format of a file, or <see langword="null"/> when its name tells none.</summary>
    public static InputFormat? Of(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".YAML" or ".YML" => InputFormat.Yaml,
            ".JSON" => InputFormat.Json,
            ".JSONL" or ".NDJSON" => InputFormat.JsonLines,
            ".CSV" => InputFormat.Csv,
            _ => null,
        };
}
