using Baton.Agents;

namespace Baton.Configuration;

/// <summary>A configuration cannot be used; nothing was started or written.</summary>
/// <param name="errors">Everything wrong with it, at least one.</param>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationError> errors)
    : BatonException(string.Join('\n', errors))
{
    /// <summary>Everything wrong, in the order it was found.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;
}
