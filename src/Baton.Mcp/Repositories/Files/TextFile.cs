using System.Buffers;
using System.Text;

namespace Baton.Mcp.Repositories.Files;

/// <summary>Reads the beginning of a file as text.</summary>
internal static class TextFile
{
    private const int BinaryProbe = 8 * 1024;

    /// <summary>The text, or <see langword="null"/> when the file cannot be read or is no text.</summary>
    public static string? ReadStart(string path, int maxBytes) => Read(path, maxBytes).Text;

    /// <summary>Reads at most <paramref name="maxBytes"/> bytes.</summary>
    /// <remarks>
    /// Bytes that are no UTF-8 become U+FFFD. A file without length is not opened: pipes and devices have none, and opening
    /// one could wait for ever. A link is not opened either, in case a file became one since it was seen.
    /// </remarks>
    public static ReadText Read(string path, int maxBytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(maxBytes + 1);
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length == 0 || file.LinkTarget is not null)
            {
                return new ReadText(file.Exists && file.LinkTarget is null ? "" : null, 0, false, false);
            }

            using FileStream stream = new(
                path,
                new FileStreamOptions
                {
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 0,
                }
            );
            int read = stream.ReadAtLeast(buffer.AsSpan(0, maxBytes + 1), maxBytes + 1, throwOnEndOfStream: false);
            bool isCut = read > maxBytes;
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, Math.Min(read, maxBytes));
            return Decode(bytes) is { } text
                ? new ReadText(text, bytes.Length, isCut, IsBinary: false)
                : new ReadText(null, bytes.Length, isCut, IsBinary: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ReadText(null, 0, false, false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            return Encoding.UTF8.GetString(bytes[3..]);
        }

        if (bytes.StartsWith(Encoding.Unicode.Preamble))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        return bytes[..Math.Min(bytes.Length, BinaryProbe)].Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes);
    }
}

/// <summary>What came of reading.</summary>
/// <param name="Text">The text, or <see langword="null"/> when there is none.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="IsCut">Whether the file goes on.</param>
/// <param name="IsBinary">Whether it is no text.</param>
internal readonly record struct ReadText(string? Text, int Bytes, bool IsCut, bool IsBinary);
