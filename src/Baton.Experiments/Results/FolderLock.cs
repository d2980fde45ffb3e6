namespace Baton.Experiments.Results;

/// <summary>Keeps every other process away from writing to an experiment folder; the system frees it when this one dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; <see langword="null"/> when another holds it.</summary>
    public static FolderLock? TryTake(string folder, string name = ExperimentFiles.Lock)
    {
        string path = Path.Combine(folder, name);
        try
        {
            while (true)
            {
                FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
                if (File.Exists(path))
                {
                    return new FolderLock(file);
                }

                // The holder before us removed the name between our opening and our lock.
                file.Dispose();
            }
        }
        catch (IOException error)
            when (error is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(path))
        {
            return null;
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(path, error);
        }
    }

    /// <summary>Whether somebody holds the lock.</summary>
    public static bool IsHeld(string folder)
    {
        string path = Path.Combine(folder, ExperimentFiles.Lock);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_file.Name);
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            // A left-over lock file that nobody holds is no lock.
        }

        _file.Dispose();
    }
}
