using Baton.Cli.Parsing;
using Baton.Configuration;

namespace Baton.Cli.Status;

/// <summary>Finds the experiment a command line names.</summary>
internal static class ExperimentArgument
{
    /// <summary>The folder of the experiment, absolute: the one named, otherwise the last one.</summary>
    /// <param name="given">A folder, or a name in the folder of the experiments, or <see langword="null"/>.</param>
    /// <param name="folderOf">Finds the folder of the experiments; not asked where <paramref name="given"/> is a folder.</param>
    /// <param name="session">Where the command runs.</param>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static string Find(string? given, Func<string> folderOf, ToolSession session)
    {
        if (given is not null)
        {
            string direct = Path.GetFullPath(given, session.WorkingDirectory);
            if (ExperimentFolder.IsExperiment(direct))
            {
                return direct;
            }
        }

        string folder = folderOf();
        if (given is null)
        {
            return ExperimentFolder.In(folder).FirstOrDefault()?.Path
                ?? throw UsageErrors.Of(
                    "EXPERIMENT",
                    $"no experiments in `{folder}`; run one with `baton run experiment`"
                );
        }

        string named = Path.Combine(folder, given);
        return ExperimentFolder.IsExperiment(named)
            ? named
            : throw UsageErrors.Of(
                "EXPERIMENT",
                $"`{given}` is no experiment, neither here nor in `{folder}`"
                    + Suggestion.Hint(given, ExperimentFolder.In(folder).Select(known => known.Name))
            );
    }
}
