using System.Text;

namespace Baton.Configuration.Editing;

/// <summary>A text file that a person wrote and Baton changes: its byte order mark, permissions and links stay.</summary>
public sealed class EditedFile
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private readonly string _path;
    private readonly ConfigurationPlace _place;
    private readonly bool _exists;
    private readonly bool _hasMark;
    private readonly string _original;

    private EditedFile(string path, ConfigurationPlace place, byte[]? bytes)
    {
        _path = path;
        _place = place;
        _exists = bytes is not null;
        ReadOnlySpan<byte> content = bytes;
        _hasMark = content.StartsWith("\uFEFF"u8);
        _original = Strict.GetString(_hasMark ? content[3..] : content);
        Text = _original;
    }

    /// <summary>The text as it is to be; empty for a file that does not exist yet.</summary>
    public string Text { get; set; }

    /// <summary>Whether the text is another than the file's.</summary>
    public bool IsChanged => !string.Equals(Text, _original, StringComparison.Ordinal);

    /// <summary>Reads a file; one that does not exist is empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">The path as the user would type it, for errors.</param>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static EditedFile Open(string path, string shownAs)
    {
        ConfigurationPlace place = new(shownAs);
        try
        {
            FileSystemInfo? target = new FileInfo(path).LinkTarget is null
                ? null
                : File.ResolveLinkTarget(path, returnFinalTarget: true);
            string real = target?.FullName ?? path;
            return new EditedFile(real, place, File.Exists(real) ? File.ReadAllBytes(real) : null);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            string reason = failure is DecoderFallbackException ? "it is no UTF-8 text" : failure.Message.TrimEnd('.');
            throw Wrong(place, $"cannot be read: {reason}");
        }
    }

    /// <summary>Puts the text in the file's place at once, so that no reader ever sees half of it.</summary>
    /// <exception cref="ConfigurationException">It cannot be written; the old file is untouched.</exception>
    public void Save()
    {
        if (!IsChanged)
        {
            return;
        }

        string unfinished = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = _exists
                    ? File.GetUnixFileMode(_path)
                    : UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (FileStream stream = new(unfinished, options))
            {
                stream.Write(_hasMark ? "\uFEFF"u8 : default);
                stream.Write(Strict.GetBytes(Text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, _path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw Wrong(_place, $"cannot be written: {failure.Message.TrimEnd('.')}");
        }
    }

    private static ConfigurationException Wrong(ConfigurationPlace place, string message) =>
        new([new ConfigurationError(place, "", message)]);
}
