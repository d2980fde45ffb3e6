using Baton.Configuration;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>Finds the inputs of an experiment and opens them.</summary>
internal static class InputFiles
{
    /// <summary>Where inputs are looked for when nothing names them, relative to the project folder.</summary>
    public const string DefaultPath = "inputs/generated.yaml";

    /// <summary>Opens the named file, else the configuration's, else the default one, else <c>base_inputs</c>.</summary>
    /// <param name="request">What names the inputs.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The inputs, or <see langword="null"/> when an error was added.</returns>
    public static IInputSource? Open(PlanRequest request, ConfigurationErrors errors)
    {
        if (request.InputsPath is { } named)
        {
            return OpenNamed(named, request, errors);
        }

        if (request.Settings.InputsFile is { } configured)
        {
            return OpenConfigured(configured, request, errors);
        }

        string standard = Path.Combine(request.ProjectDirectory, DefaultPath);
        if (File.Exists(standard))
        {
            return Open(standard, request, errors);
        }

        if (request.Settings.BaseInputs is { } written)
        {
            return new DocumentInputs("base_inputs", written.Entries, []);
        }

        errors.Add(
            request.Tree.Place,
            "",
            $"no inputs: there is no `{ShownPath.Of(standard, request.CurrentDirectory)}`; write it (`inputs:` and below it one "
                + "`- input: \"…\"` each), name another file with `inputs_file` or `--inputs`, or list `base_inputs` here"
        );
        return null;
    }

    private static IInputSource? OpenNamed(string named, PlanRequest request, ConfigurationErrors errors)
    {
        string here = Path.GetFullPath(named, request.CurrentDirectory);
        string inProject = Path.GetFullPath(named, request.ProjectDirectory);
        string? found =
            Path.Exists(here) ? here
            : Path.Exists(inProject) ? inProject
            : null;
        if (found is not null)
        {
            return Open(found, request, errors);
        }

        string looked = string.Equals(here, inProject, StringComparison.Ordinal)
            ? $"`{here}`"
            : $"`{here}` and `{inProject}`";
        errors.Add(new ConfigurationPlace("--inputs"), "", $"no file `{named}`; looked for {looked}");
        return null;
    }

    private static IInputSource? OpenConfigured(string configured, PlanRequest request, ConfigurationErrors errors)
    {
        string path = Path.GetFullPath(configured, request.ProjectDirectory);
        if (Path.Exists(path))
        {
            return Open(path, request, errors);
        }

        string shown = ShownPath.Of(path, request.CurrentDirectory);
        errors.Add(
            request.Tree["inputs_file"]?.KeyPlace ?? request.Tree.Place,
            "inputs_file",
            $"no file `{shown}`; the path is relative to the project folder; correct it, or give `--inputs FILE`"
        );
        return null;
    }

    private static IInputSource? Open(string path, PlanRequest request, ConfigurationErrors errors) =>
        new InputFile(path, request.CurrentDirectory, request.Settings.Inputs, request.MayRead).Open(errors);
}
