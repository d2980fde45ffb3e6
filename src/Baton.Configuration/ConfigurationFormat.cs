namespace Baton.Configuration;

/// <summary>How a configuration is written.</summary>
public enum ConfigurationFormat
{
    /// <summary>YAML 1.2 with the core schema; one document.</summary>
    Yaml,

    /// <summary>JSON as in RFC 8259: no comments, no trailing commas.</summary>
    Json,
}
