using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>Opens files of inputs.</summary>
internal static class InputStream
{
    /// <summary>Opens a file for reading from start to end. Unbuffered: readers bring their own buffer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">The file as the user would type it.</param>
    /// <exception cref="ConfigurationException">The file is gone or cannot be read.</exception>
    public static FileStream Open(string path, string shownAs)
    {
        try
        {
            return new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 0,
                    Options = FileOptions.SequentialScan,
                }
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "no such file",
                UnauthorizedAccessException => "cannot be read: permission denied; check the file's permissions",
                _ => $"cannot be read: {exception.Message.TrimEnd('.')}",
            };
            throw new ConfigurationException([new ConfigurationError(new ConfigurationPlace(shownAs), "", reason)]);
        }
    }
}
