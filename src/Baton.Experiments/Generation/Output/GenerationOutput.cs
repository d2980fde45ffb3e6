using System.Text;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Results;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Output;

/// <summary>The file that inputs go to.</summary>
/// <param name="Path">The file, absolute; <see langword="null"/> for standard output.</param>
/// <param name="ShownAs">The file as the user would type it.</param>
/// <param name="Format">How it is written.</param>
internal sealed record GenerationOutput(string? Path, string ShownAs, InputFormat Format)
{
    /// <summary>The batch's name: the file's, without its ending.</summary>
    public string BatchName => Path is null ? "standard output" : System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Finds out whether the file can be written.</summary>
    /// <param name="request">Which file.</param>
    /// <param name="configuration">Where its folder is.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public static GenerationOutput? Of(
        GenerationRequest request,
        LoadedConfiguration configuration,
        ConfigurationErrors errors
    )
    {
        ConfigurationPlace place = new("--output");
        string written = request.Output ?? InputFiles.DefaultPath;
        if (written is GenerationRequest.StandardOutput)
        {
            return new GenerationOutput(null, written, InputFormat.Yaml);
        }

        string path = System.IO.Path.GetFullPath(written, configuration.ProjectDirectory);
        string shown = ShownPath.Of(path, request.Configuration.CurrentDirectory);
        if (InputFormats.Of(path) is not { } format)
        {
            errors.Add(
                place,
                "",
                $"`{shown}` has an unknown kind; inputs are .yaml, .json, .jsonl or .csv, or `-` for standard output"
            );
            return null;
        }

        if (Directory.Exists(path))
        {
            errors.Add(place, "", $"`{shown}` is a folder; name a file");
        }
        else if (File.Exists(path) && !request.Overwrite)
        {
            errors.Add(place, "", $"`{shown}` exists already; replace it with `--overwrite`, or name another file");
        }

        return new GenerationOutput(path, shown, format);
    }

    /// <summary>Writes the inputs; the file's name never stands for half of them.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="writer">How.</param>
    /// <param name="standardOutput">Where they go without a file.</param>
    /// <exception cref="GenerationException">They cannot be written; an old file is untouched.</exception>
    public void Write(IReadOnlyList<ExperimentInput> inputs, InputWriter writer, TextWriter standardOutput)
    {
        if (Path is null)
        {
            writer.Write(inputs, Format, standardOutput);
            return;
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            ReplacedFile.Write(
                Path,
                stream =>
                {
                    using StreamWriter text = new(stream, new UTF8Encoding(false), leaveOpen: true);
                    writer.Write(inputs, Format, text);
                }
            );
        }
        catch (ResultsWriteException exception)
        {
            throw CannotWrite(exception.InnerException ?? exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(exception);
        }
    }

    private GenerationException CannotWrite(Exception cause) =>
        new(
            $"cannot write `{ShownAs}`: {cause.Message}; make room or change the permission, or choose another `--output`",
            cause
        );
}
