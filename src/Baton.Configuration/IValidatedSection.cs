namespace Baton.Configuration;

/// <summary>A section whose settings depend on one another; checked after they were read one by one.</summary>
public interface IValidatedSection
{
    /// <summary>Says what does not fit together.</summary>
    /// <param name="section">Where to say it; errors get the place of the setting they name.</param>
    void Validate(SectionValidation section);
}

/// <summary>Turns findings about a section into errors with places.</summary>
/// <param name="mapping">The section as written.</param>
/// <param name="key">The section's path of keys.</param>
/// <param name="errors">Where errors go.</param>
public sealed class SectionValidation(ConfigurationMapping mapping, string key, ConfigurationErrors errors)
{
    /// <summary>Whether the user wrote this setting.</summary>
    /// <param name="setting">The setting's key as written in files.</param>
    public bool Has(string setting) => mapping[setting] is not null;

    /// <summary>Adds an error at a setting, or at the section when the setting was not written.</summary>
    /// <param name="setting">The setting's key as written in files, or empty for the section itself.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public void Error(string setting, string message)
    {
        ConfigurationEntry? entry = mapping[setting];
        string path =
            setting.Length == 0 ? key
            : key.Length == 0 ? setting
            : $"{key}.{setting}";
        errors.Add(entry?.KeyPlace ?? mapping.Place, path, message);
    }
}
