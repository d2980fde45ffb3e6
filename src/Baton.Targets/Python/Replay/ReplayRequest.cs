using Baton.Configuration;

namespace Baton.Targets.Python.Replay;

/// <summary>What calls are to be replayed, and where that was written.</summary>
public sealed record ReplayRequest
{
    /// <summary>The section's key.</summary>
    public const string Section = "replay_args";

    /// <summary>The section.</summary>
    public required ReplayOptions Options { get; init; }

    /// <summary>The target the calls are made to.</summary>
    public required RunnerOptions Runner { get; init; }

    /// <summary>The configuration as written, for places.</summary>
    public required ConfigurationMapping Tree { get; init; }

    /// <summary>The recording, absolute.</summary>
    public required string RecordingPath { get; init; }

    /// <summary>The recording as the user would type it.</summary>
    public required string ShownAs { get; init; }

    /// <summary>Where a setting of the section stands.</summary>
    /// <param name="setting">Its key, or empty for the section itself.</param>
    internal ConfigurationPlace PlaceOf(string setting) =>
        Tree.PlaceOf(setting.Length == 0 ? Section : $"{Section}.{setting}");
}
