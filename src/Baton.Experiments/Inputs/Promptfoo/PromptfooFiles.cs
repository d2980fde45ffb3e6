using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>The files that tests and configurations name, relative to the file they stand in.</summary>
/// <param name="folder">The folder of that file.</param>
/// <param name="currentDirectory">From where paths are shown.</param>
/// <param name="outerFolder">The folder of the configuration that names that file, where files are looked for next; or <see langword="null"/>.</param>
internal sealed class PromptfooFiles(string folder, string currentDirectory, string? outerFolder = null)
{
    private const string Scheme = "file://";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Code = [".PY", ".JS", ".MJS", ".CJS", ".TS", ".MTS", ".CTS", ".RB"];
    private static readonly string[] Media =
    [
        ".PDF",
        ".PNG",
        ".JPG",
        ".JPEG",
        ".GIF",
        ".BMP",
        ".WEBP",
        ".SVG",
        ".MP3",
        ".WAV",
        ".MP4",
        ".MOV",
        ".XLSX",
        ".XLS",
    ];

    /// <summary>Says whether a file may be read. Default: every file.</summary>
    public Func<string, bool> MayRead { get; init; } = static _ => true;

    /// <summary>Whether a text names a file.</summary>
    public static bool IsReference(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>The file that a text names, absolute, or <see langword="null"/> with an error.</summary>
    /// <param name="text">The text, with or without <c>file://</c>.</param>
    /// <param name="key">The path of keys to it.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    public string? Find(ConfigurationScalar text, string key, ConfigurationErrors errors)
    {
        string named = IsReference(text.Text) ? text.Text[Scheme.Length..] : text.Text;
        if (named.Contains("://", StringComparison.Ordinal))
        {
            errors.Add(text.Place, key, $"`{named}` is not read over the network; save it as a file and name that");
            return null;
        }

        string extension = Path.GetExtension(named.Split(':')[0]).ToUpperInvariant();
        if (Code.Contains(extension, StringComparer.Ordinal))
        {
            errors.Add(
                text.Place,
                key,
                $"`{named}` is code, which is not run; write what it returns to a .yaml, .json, .jsonl or .csv file and name that"
            );
            return null;
        }

        if (Media.Contains(extension, StringComparer.Ordinal))
        {
            errors.Add(text.Place, key, $"`{named}` is no text; name a text file");
            return null;
        }

        string path = Path.GetFullPath(named, folder);
        string found = File.Exists(path) ? path : Path.GetFullPath(named, outerFolder ?? folder);
        if (!MayRead(found))
        {
            errors.Add(text.Place, key, $"`{named}` is outside of what may be read here");
            return null;
        }

        if (File.Exists(found))
        {
            return found;
        }

        string advice = named.Contains('*', StringComparison.Ordinal)
            ? "patterns are not followed; name the files one by one"
            : "the path is relative to the folder of the file it stands in";
        errors.Add(text.Place, key, $"no file `{ShownPath.Of(path, currentDirectory)}`; {advice}");
        return null;
    }

    /// <summary>How a file is shown.</summary>
    public string ShownAs(string path) => ShownPath.Of(path, currentDirectory);

    /// <summary>The files of a file named here.</summary>
    public PromptfooFiles Beside(string path) =>
        new(Path.GetDirectoryName(path)!, currentDirectory, folder) { MayRead = MayRead };

    /// <summary>What a variable's file holds: its text, YAML as JSON.</summary>
    public ConfigurationScalar? ReadVariable(ConfigurationScalar text, string key, ConfigurationErrors errors)
    {
        if (Find(text, key, errors) is not { } path)
        {
            return null;
        }

        if (Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML")
        {
            return ConfigurationFile.Read(path, ShownAs(path), errors) is { } tree
                ? text with
                {
                    Text = ConfigurationJson.ToJson(tree)?.ToJsonString(Readable) ?? "",
                }
                : null;
        }

        return ReadText(path, text.Place, key, errors) is { } read ? text with { Text = read.Trim() } : null;
    }

    /// <summary>What a YAML or JSON file holds.</summary>
    public ConfigurationNode? ReadTree(ConfigurationScalar text, string key, ConfigurationErrors errors) =>
        Find(text, key, errors) is { } path ? ConfigurationFile.Read(path, ShownAs(path), errors) : null;

    /// <summary>The text of a file.</summary>
    public string? ReadText(string path, ConfigurationPlace place, string key, ConfigurationErrors errors)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (Utf8Text.FaultIn(bytes, out _) is { } fault)
            {
                errors.Add(place, key, $"`{ShownAs(path)}`: {fault}");
                return null;
            }

            return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(place, key, $"`{ShownAs(path)}` cannot be read: {exception.Message.TrimEnd('.')}");
            return null;
        }
    }
}
