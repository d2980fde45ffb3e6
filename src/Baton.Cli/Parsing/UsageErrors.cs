using Baton.Configuration;

namespace Baton.Cli.Parsing;

/// <summary>Collects what is wrong with a command line beyond its grammar.</summary>
internal sealed class UsageErrors
{
    private readonly ConfigurationErrors _errors = new();

    /// <summary>Adds an error about an option when it applies.</summary>
    public void AddIf(bool wrong, string option, string message)
    {
        if (wrong)
        {
            _errors.Add(new ConfigurationPlace(option), "", message);
        }
    }

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="ConfigurationException">There is at least one error.</exception>
    public void ThrowIfAny() => _errors.ThrowIfAny();

    /// <summary>The exception for a single error.</summary>
    public static ConfigurationException Of(string option, string message) =>
        new([new ConfigurationError(new ConfigurationPlace(option), "", message)]);
}
