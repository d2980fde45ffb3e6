using Baton.Configuration;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>What is wrong with the <c>multi_turn.supervisor:</c> section, each finding with its place.</summary>
/// <param name="written">The whole configuration as written.</param>
internal sealed class SupervisorErrors(ConfigurationMapping written)
{
    private const string Section = "multi_turn.supervisor";

    private readonly ConfigurationErrors _found = new();

    /// <summary>Adds a finding.</summary>
    /// <param name="setting">The setting's path within the section.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public void Add(string setting, string message)
    {
        string key = $"{Section}.{setting}";
        _found.Add(written.PlaceOf(key), key, message);
    }

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="ConfigurationException">There is at least one finding; it carries them all.</exception>
    public void ThrowIfAny() => _found.ThrowIfAny();
}
