using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Planning;

/// <summary>What a plan is made from.</summary>
public sealed record PlanRequest
{
    /// <summary>The settings.</summary>
    public required ExperimentSettings Settings { get; init; }

    /// <summary>The folder relative paths of the configuration start from, absolute.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>The folder relative paths of the command line start from, absolute. Default: the process's current folder.</summary>
    public string CurrentDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The configuration as written, so that errors can say where a setting stands; empty when there is none.</summary>
    public ConfigurationMapping Tree { get; init; } = new(new ConfigurationPlace("configuration"), []);

    /// <summary>
    /// The file of inputs that wins over the configuration's (<c>--inputs</c>), looked for in the current folder, then
    /// in the project folder; <see langword="null"/> for the configuration's.
    /// </summary>
    public string? InputsPath { get; init; }

    /// <summary>Says whether a file may be read that only the inputs name; see <see cref="ExperimentRequest.MayRead"/>.</summary>
    public Func<string, bool> MayRead { get; init; } = static _ => true;

    /// <summary>The personas to use (<c>--personas</c>); <see langword="null"/> for all that are described.</summary>
    public IReadOnlyList<string>? Personas { get; init; }

    /// <summary>The most entries that take part (<c>--limit</c>), at least 1; <see langword="null"/> for all.</summary>
    public long? Limit { get; init; }

    /// <summary>Makes a request from a configuration that was read.</summary>
    public static PlanRequest From(LoadedConfiguration configuration) =>
        new()
        {
            Settings = configuration.Settings,
            ProjectDirectory = configuration.ProjectDirectory,
            Tree = configuration.Tree,
        };
}
