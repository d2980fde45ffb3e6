using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Settings;

namespace Baton.Cli.Status;

/// <summary>Finds experiments by what a person calls them, and the options that say where to look.</summary>
internal sealed class ExperimentSearch
{
    private readonly ProjectOptions _project = new();
    private readonly Option<string?> _output = OptionOf.Text(
        "--output-dir",
        "DIR",
        "Folder of the experiments [default: the configuration's]"
    );

    /// <summary>Which project and configuration.</summary>
    public ProjectOptions Project => _project;

    /// <summary>The options as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows => [.. _project.Rows, _output];

    /// <summary>The folder the experiments stand in, absolute; it may be missing.</summary>
    public string Folder(ParseResult parsed, ToolSession session)
    {
        if (parsed.GetValue(_output) is { } given)
        {
            return Path.GetFullPath(given, session.WorkingDirectory);
        }

        ConfigurationRequest request = _project.ToRequest(parsed, session) with { NeedsRunner = false };
        LoadedConfiguration configuration = ConfigurationLoader.Load(request);
        return Path.GetFullPath(configuration.Settings.Output.Directory, configuration.ProjectDirectory);
    }

    /// <summary>Finds an experiment, the last one when none is called.</summary>
    /// <inheritdoc cref="Find"/>
    public ExperimentFolder FindOrLast(ParseResult parsed, ToolSession session, string argument, string? called)
    {
        if (called is not null)
        {
            return Find(parsed, session, argument, called);
        }

        string folder = Folder(parsed, session);
        return ExperimentFolder.In(folder).FirstOrDefault()
            ?? throw UsageErrors.Of(argument, $"no experiments in `{folder}`; run one with `baton run experiment`");
    }

    /// <summary>Finds an experiment.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="session">Where it is carried out.</param>
    /// <param name="argument">The argument's name, for errors.</param>
    /// <param name="called">
    /// A folder; else the name of a folder among the experiments; else the name an experiment was given, of which the latest is meant.
    /// </param>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public ExperimentFolder Find(ParseResult parsed, ToolSession session, string argument, string called)
    {
        string direct = Path.GetFullPath(called, session.WorkingDirectory);
        if (ExperimentFolder.IsExperiment(direct))
        {
            return ExperimentFolder.Open(direct);
        }

        string folder = FolderFor(called, argument, parsed, session);
        string named = Path.GetFullPath(called, folder);
        if (ExperimentFolder.IsExperiment(named))
        {
            return ExperimentFolder.Open(named);
        }

        return ExperimentFolder
                .In(folder)
                .FirstOrDefault(known =>
                    string.Equals(ExperimentReader.ReadName(known.Path), called, StringComparison.Ordinal)
                )
            ?? throw UsageErrors.Of(
                argument,
                $"`{called}` is no experiment, neither here nor in `{folder}`"
                    + Suggestion.Hint(called, ExperimentFolder.In(folder).Select(known => known.Name))
            );
    }

    private string FolderFor(string called, string argument, ParseResult parsed, ToolSession session)
    {
        try
        {
            return Folder(parsed, session);
        }
        catch (ConfigurationException) when (!_project.AreGiven(parsed))
        {
            throw UsageErrors.Of(
                argument,
                $"`{called}` is no experiment's folder, and there is no project here whose experiments could be called so; "
                    + "name the folder, or say where to look with `--output-dir` or `--project`"
            );
        }
    }
}
