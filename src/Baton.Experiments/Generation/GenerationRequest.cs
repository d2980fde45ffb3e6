using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation;

/// <summary>What <c>baton generate inputs</c> is asked for.</summary>
public sealed record GenerationRequest
{
    /// <summary>The output that stands for standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>Where the configuration is, and the settings put over it (mode, seed, strategies, count, model).</summary>
    public required ConfigurationRequest Configuration { get; init; }

    /// <summary>
    /// A file of base inputs that is used instead of <c>base_inputs</c>; looked for in the current folder, then in the project
    /// folder. Default: none.
    /// </summary>
    public string? InputsPath { get; init; }

    /// <summary>The personas to use; <see langword="null"/> for all that are described.</summary>
    public IReadOnlyList<string>? Personas { get; init; }

    /// <summary>The most inputs to make, at least 1; <see langword="null"/> for all. With one, the file is a batch.</summary>
    public long? Limit { get; init; }

    /// <summary>
    /// The file, relative to the project folder, or <see cref="StandardOutput"/>. Default <c>inputs/generated.yaml</c>.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>Whether a file that exists is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether a batch goes on behind the batches that are in its folder already. Default true.</summary>
    public bool GoOn { get; init; } = true;

    /// <summary>Whether answers kept from an unfinished run are dropped instead of used.</summary>
    public bool Fresh { get; init; }

    /// <summary>Whether the file is written although calls of the model failed and inputs are missing for it.</summary>
    public bool AcceptPartial { get; init; }
}
