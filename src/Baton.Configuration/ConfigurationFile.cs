namespace Baton.Configuration;

/// <summary>Reads a configuration file.</summary>
public static class ConfigurationFile
{
    /// <summary>The most bytes a configuration file may have.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Reads a file written by a person: <c>.json</c> as JSON, <c>.yaml</c> and <c>.yml</c> as YAML. A missing, unreadable or
    /// broken file becomes an error, never an exception.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">The path as the user would type it, for places.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The tree, or <see langword="null"/> when there is none; see <see cref="ConfigurationText.Parse"/>.</returns>
    public static ConfigurationNode? Read(string path, string shownAs, ConfigurationErrors errors)
    {
        ConfigurationPlace place = new(shownAs);
        ConfigurationFormat? format = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => ConfigurationFormat.Json,
            ".YAML" or ".YML" => ConfigurationFormat.Yaml,
            _ => null,
        };
        if (Directory.Exists(path))
        {
            errors.Add(place, "", "is a folder; name a `.yaml` or `.json` file");
            return null;
        }

        if (format is null)
        {
            errors.Add(place, "", "has an unknown kind; name a `.yaml`, `.yml` or `.json` file");
            return null;
        }

        return ReadBytes(path, place, errors) is { } bytes
            ? ConfigurationText.Parse(shownAs, bytes, format.Value, errors)
            : null;
    }

    internal static byte[]? ReadBytes(string path, ConfigurationPlace place, ConfigurationErrors errors)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.CanSeek && stream.Length > MaxBytes)
            {
                errors.Add(place, "", $"is larger than {MaxBytes / 1024 / 1024} MiB; is this the right file?");
                return null;
            }

            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add(place, "", "no such file");
        }
        catch (UnauthorizedAccessException)
        {
            errors.Add(place, "", "cannot be read: permission denied; check the file's permissions");
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException or ArgumentException)
        {
            errors.Add(place, "", $"cannot be read: {exception.Message.TrimEnd('.')}");
        }

        return null;
    }
}
