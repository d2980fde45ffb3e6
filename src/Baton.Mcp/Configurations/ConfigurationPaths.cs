using Baton.Configuration;
using Baton.Experiments.Settings;
using Baton.Mcp.Places;

namespace Baton.Mcp.Configurations;

/// <summary>Holds what a configuration names to the server's root.</summary>
internal static class ConfigurationPaths
{
    private const string Scripted = "scripted:";

    // Settings that name a file or folder which Baton itself reads or writes.
    private static readonly HashSet<string> _named = new(StringComparer.Ordinal)
    {
        "inputs_file",
        "file",
        "recording_file",
        "cache",
        "card",
        "directory",
        "output_directory",
    };

    private static readonly string[] _besides = ["project.yaml", "input.yaml", "evaluation.yaml"];

    // Where a configuration is looked for that nobody names.
    private static readonly string[] _usual = ["", "baton", "fluxloop"];

    /// <summary>Finds the file that a call means, without reading it.</summary>
    /// <param name="root">The root.</param>
    /// <param name="config">The configuration as the call names it, or <see langword="null"/> for the usual one.</param>
    /// <returns>The file, absolute; <see langword="null"/> for the usual one.</returns>
    /// <exception cref="OutsideRootException">It, or a file that is read with it, is outside of the root.</exception>
    public static string? Find(ProjectRoot root, string? config)
    {
        string? named = config is null ? null : root.Resolve(config);
        IEnumerable<string> files = named is null
            ? _usual.Select(folder => Path.Combine(root.Folder, folder, ConfigurationRequest.DefaultConfig))
            : [named];
        foreach (string path in files.SelectMany(WithNeighbours).Where(File.Exists))
        {
            if (path.StartsWith(root.Folder, StringComparison.Ordinal) && !root.Holds(path))
            {
                throw new OutsideRootException(root.Shown(path), "is a link out of the root");
            }
        }

        return named;
    }

    /// <summary>Refuses a configuration that names files or folders outside of the root.</summary>
    /// <exception cref="ConfigurationException">It does; every place is named.</exception>
    public static void Check(ProjectRoot root, LoadedConfiguration configuration)
    {
        ConfigurationErrors errors = new();
        Walk(configuration.Tree, "", "");
        errors.ThrowIfAny();

        void Walk(ConfigurationNode node, string path, string key)
        {
            switch (node)
            {
                case ConfigurationMapping mapping:
                    foreach (ConfigurationEntry entry in mapping.Entries)
                    {
                        Walk(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Key);
                    }

                    break;
                case ConfigurationSequence sequence:
                    for (int index = 0; index < sequence.Items.Count; index++)
                    {
                        Walk(sequence.Items[index], $"{path}[{index}]", key);
                    }

                    break;
                case ConfigurationScalar scalar when PathIn(key, scalar.Text) is { } named:
                    if (LeadsOut(root, Path.GetFullPath(named, configuration.ProjectDirectory)))
                    {
                        errors.Add(scalar.Place, path, $"`{named}` leads out of the server's root `{root.Folder}`");
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private const string EnvironmentName = ".env";

    private static IEnumerable<string> WithNeighbours(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        string above = Path.GetDirectoryName(folder) ?? folder;
        return
        [
            file,
            .. _besides.Select(name => Path.Combine(folder, name)),
            Path.Combine(folder, EnvironmentName),
            Path.Combine(above, EnvironmentName),
        ];
    }

    private static string? PathIn(string key, string text) =>
        text.StartsWith(Scripted, StringComparison.Ordinal) ? text[Scripted.Length..]
        : !_named.Contains(key)
        || text.Contains("://", StringComparison.Ordinal)
        || text.Contains('\0', StringComparison.Ordinal)
            ? null
        : text;

    private static bool LeadsOut(ProjectRoot root, string full)
    {
        try
        {
            root.Resolve(full);
            return false;
        }
        catch (OutsideRootException)
        {
            return true;
        }
    }
}
