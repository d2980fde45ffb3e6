namespace Baton.Experiments.Settings;

/// <summary>Where to look for a configuration and what is put over it.</summary>
public sealed record ConfigurationRequest
{
    /// <summary>The configuration file when none is named, relative to the project folder.</summary>
    public const string DefaultConfig = "configs/simulation.yaml";

    /// <summary>The file (<c>--config</c>), or <see langword="null"/> for <see cref="DefaultConfig"/>.</summary>
    public string? Config { get; init; }

    /// <summary>
    /// What the file holds, YAML or JSON by its name, in place of what is on disk; the file need not be there then.
    /// <see langword="null"/> to read it.
    /// </summary>
    public string? ConfigText { get; init; }

    /// <summary>The folder projects stand in (<c>--root</c>). Default: <c>./baton</c>, else <c>./fluxloop</c>, else the current folder.</summary>
    public string? Root { get; init; }

    /// <summary>The project's folder in the root (<c>--project</c>). Default: the current folder, else the root itself.</summary>
    public string? Project { get; init; }

    /// <summary>Whether a configuration without a <c>runner:</c> is wrong. Default true.</summary>
    public bool NeedsRunner { get; init; } = true;

    /// <summary>Settings given on the command line; a later one wins over an earlier one.</summary>
    public IReadOnlyList<CommandLineSetting> CommandLine { get; init; } = [];

    /// <summary>The process's environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The current folder, absolute.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>The environment and the current folder of this process, and all else at its default.</summary>
    public static ConfigurationRequest OfThisProcess() =>
        new()
        {
            CurrentDirectory = System.Environment.CurrentDirectory,
            Environment = System
                .Environment.GetEnvironmentVariables()
                .Cast<System.Collections.DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        };
}

/// <summary>A setting given on the command line.</summary>
/// <param name="Path">The path of keys, for example <c>multi_turn.max_turns</c>.</param>
/// <param name="Value">The value as given; lists are separated by commas.</param>
/// <param name="Option">The option, for errors, for example <c>--max-turns</c>.</param>
public sealed record CommandLineSetting(string Path, string Value, string Option);
