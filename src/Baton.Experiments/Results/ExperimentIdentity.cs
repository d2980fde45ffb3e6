namespace Baton.Experiments.Results;

/// <summary>What the runs of an experiment depend on; two experiments with the same identity are comparable.</summary>
public sealed record ExperimentIdentity
{
    /// <summary>SHA-256 over the settings that change what a run does, as lower-case hexadecimal.</summary>
    public string ConfigHash { get; init; } = "";

    /// <summary>SHA-256 over the inputs, as lower-case hexadecimal.</summary>
    public string DatasetHash { get; init; } = "";

    /// <summary>SHA-256 over the target's settings, as lower-case hexadecimal.</summary>
    public string TargetConfigHash { get; init; } = "";

    /// <summary>The seed, or <see langword="null"/>.</summary>
    public int? Seed { get; init; }

    /// <summary>The model that speaks for the user as <c>provider:model</c>, or <see langword="null"/> in single-turn runs.</summary>
    public string? UserModel { get; init; }

    /// <summary>The version of the supervisor's instructions, or <see langword="null"/> in single-turn runs.</summary>
    public string? PromptVersion { get; init; }

    /// <summary>Names what differs, in words for people; empty when nothing does.</summary>
    public IReadOnlyList<string> Differences(ExperimentIdentity other)
    {
        List<string> found = [];
        Compare("the configuration", ConfigHash, other.ConfigHash);
        Compare("the inputs", DatasetHash, other.DatasetHash);
        Compare("the target", TargetConfigHash, other.TargetConfigHash);
        Compare("the seed", Seed?.ToString(), other.Seed?.ToString());
        Compare("the supervisor's model", UserModel, other.UserModel);
        Compare("the supervisor's instructions", PromptVersion, other.PromptVersion);
        return found;

        void Compare(string what, string? mine, string? theirs)
        {
            if (!string.Equals(mine, theirs, StringComparison.Ordinal))
            {
                found.Add(what);
            }
        }
    }
}
