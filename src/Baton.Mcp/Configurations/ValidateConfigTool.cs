using System.ComponentModel;
using Baton.Configuration;
using Baton.Experiments;
using Baton.Mcp.Tools;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Configurations;

/// <summary>The tool <c>validate_config</c>: what <c>baton config validate</c> says.</summary>
internal static class ValidateConfigTool
{
    private static readonly ToolInfo _info = new()
    {
        Name = "validate_config",
        Title = "Check a configuration",
        Description =
            "Checks the configuration of an experiment and its inputs as `baton config validate` does: every mistake at once, with "
            + "file, line, column, key and the way out. Give `path` for a file inside the root, or `text` for one that is not "
            + "written yet. Nothing is started or written.",
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<ValidateConfigArguments, ValidateConfigResult>(
            _info,
            room,
            (arguments, _, _) => ValidateAsync(room, arguments)
        );

    private static async Task<ValidateConfigResult> ValidateAsync(ToolRoom room, ValidateConfigArguments arguments)
    {
        ExperimentRequest request = new()
        {
            ConfigPath = ConfigurationPaths.Find(room.Root, arguments.Path),
            ConfigText = arguments.Text,
            InputsPath = arguments.Inputs is null ? null : room.Root.Resolve(arguments.Inputs),
            MayRead = room.Root.Holds,
            WorkingDirectory = room.Root.Folder,
            Environment = room.Place.Environment,
        };
        try
        {
            ConfigurationPaths.Check(room.Root, RequestedConfiguration.Load(request));
            PreparedExperiment experiment = PreparedExperiment.Create(request, room.Place.TimeProvider);
            await using (experiment.ConfigureAwait(false))
            {
                return new ValidateConfigResult
                {
                    Valid = true,
                    Warnings = [.. experiment.Warnings.Select(experiment.Redactor.Redact)],
                    Inputs = experiment.Plan.InputCount,
                    Runs = experiment.Plan.TotalRuns,
                };
            }
        }
        catch (ConfigurationException wrong)
        {
            return new ValidateConfigResult { Valid = false, Errors = [.. wrong.Errors.Select(ConfigMistake.Of)] };
        }
    }
}

/// <summary>What <c>validate_config</c> takes.</summary>
internal sealed record ValidateConfigArguments
{
    [Description(
        "The configuration file, from the root. With `text`: where it would stand, which relative paths count from. Default configs/simulation.yaml"
    )]
    public string? Path { get; init; }

    [Description("The configuration itself, YAML (JSON where `path` ends in .json), in place of what the file holds")]
    public string? Text { get; init; }

    [Description("The file of inputs, from the root. Default: the one the configuration names")]
    public string? Inputs { get; init; }
}

/// <summary>What <c>validate_config</c> finds.</summary>
internal sealed record ValidateConfigResult
{
    [Description("Whether the configuration can be run")]
    public required bool Valid { get; init; }

    [Description("Everything wrong with it")]
    public IReadOnlyList<ConfigMistake> Errors { get; init; } = [];

    [Description("What is odd but usable")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    [Description("The inputs that take part")]
    public long? Inputs { get; init; }

    [Description("The runs that would be made")]
    public long? Runs { get; init; }
}

/// <summary>One mistake with its place.</summary>
internal sealed record ConfigMistake(
    [property: Description("The file, or the option")] string Source,
    [property: Description("The line, from 1; 0 for the file as a whole")] int Line,
    [property: Description("The column, from 1")] int Column,
    [property: Description("The setting, for example runner.http.url")] string Key,
    [property: Description("What is wrong and what to do")] string Message
)
{
    /// <summary>The mistake as it is told to clients.</summary>
    public static ConfigMistake Of(ConfigurationError error) =>
        new(error.Place.Source, error.Place.Line, error.Place.Column, error.Key, error.Message);
}
