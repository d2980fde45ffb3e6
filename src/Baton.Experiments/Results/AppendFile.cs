using Microsoft.Win32.SafeHandles;

namespace Baton.Experiments.Results;

/// <summary>A file that only grows at its end. One writer; <see cref="Sync"/> may be called beside it.</summary>
internal sealed class AppendFile : IDisposable
{
    private readonly Stream _stream;
    private readonly SafeFileHandle? _handle;

    public AppendFile(string path, Stream stream)
    {
        Path = path;
        _stream = stream;
        _handle = (stream as FileStream)?.SafeFileHandle;
        Length = stream.Seek(0, SeekOrigin.End);
    }

    public string Path { get; }

    public long Length { get; private set; }

    public static AppendFile Open(string path) =>
        new(
            path,
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0)
        );

    /// <summary>Hands the bytes to the operating system.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        try
        {
            _stream.Write(bytes);
            _stream.Flush();
            Length += bytes.Length;
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(Path, error);
        }
    }

    public void CutTo(long length)
    {
        try
        {
            _stream.SetLength(length);
            _stream.Seek(length, SeekOrigin.Begin);
            Length = length;
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(Path, error);
        }
    }

    /// <summary>Waits until the disk has what was written; fails when the file is no longer where it was.</summary>
    public void Sync()
    {
        try
        {
            if (_handle is null)
            {
                return;
            }

            // A file that was removed still takes writes; only its name tells.
            if (!File.Exists(Path))
            {
                throw new FileNotFoundException("the file was removed", Path);
            }

            RandomAccess.FlushToDisk(_handle);
        }
        catch (Exception error) when (ResultsWriteException.IsWriteFailure(error))
        {
            throw ResultsWriteException.For(Path, error);
        }
    }

    public void Dispose() => _stream.Dispose();
}
