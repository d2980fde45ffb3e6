namespace Baton.Experiments.Results;

/// <summary>Writes a file so that its name never stands for half of it.</summary>
internal static class ReplacedFile
{
    /// <summary>Writes beside the file, waits for the disk, and puts the result in the file's place.</summary>
    /// <exception cref="ResultsWriteException">It cannot be written; the old file is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string unfinished = path + ".tmp";
        try
        {
            using (FileStream stream = new(unfinished, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            Remove(unfinished);
            throw ResultsWriteException.For(path, error);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            // The failure to write is what the caller must hear about.
        }
    }
}
