using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>What is wrong with a section beyond its form, each finding with its place.</summary>
/// <param name="written">The whole configuration as written; <see langword="null"/> when there is none.</param>
/// <param name="section">The section's path of keys, for example <c>multi_turn.supervisor</c>.</param>
internal sealed class SectionErrors(ConfigurationMapping? written, string section)
{
    private readonly ConfigurationMapping _written =
        written ?? new ConfigurationMapping(new ConfigurationPlace("configuration"), []);
    private readonly ConfigurationErrors _found = new();

    /// <summary>Adds a finding.</summary>
    /// <param name="setting">The setting's path within the section; empty for the section itself.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public void Add(string setting, string message)
    {
        string key = setting.Length == 0 ? section : $"{section}.{setting}";
        _found.Add(_written.PlaceOf(key), key, message);
    }

    /// <summary>What was found so far, in the order it was found.</summary>
    public IReadOnlyList<ConfigurationError> Found => _found.Items;

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="ConfigurationException">There is at least one finding; it carries them all.</exception>
    public void ThrowIfAny() => _found.ThrowIfAny();
}
