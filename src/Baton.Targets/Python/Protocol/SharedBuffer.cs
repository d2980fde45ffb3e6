using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Baton.Targets.Python.Protocol;

/// <summary>
/// The memory in which a worker lets messages gather before it writes them, see <c>docs/formats/python-worker.md</c>. It
/// outlives the worker, so that what the worker told before it was killed is not lost.
/// </summary>
/// <remarks>The agent's code can write there too: nothing in it is believed further than the worker's own messages are.</remarks>
internal sealed partial class SharedBuffer : IDisposable
{
    private const int Size = 64 * 1024;
    private const int TokenSize = 16;
    private const int HeaderSize = TokenSize + 2 * sizeof(ulong);
    private const string Target = "/memfd:baton (deleted)";

    private readonly SafeFileHandle _memory;

    internal SharedBuffer(SafeFileHandle memory) => _memory = memory;

    /// <summary>Opens the buffer that a message <c>ready</c> offers.</summary>
    /// <returns>The buffer, or <see langword="null"/> when none is offered or it cannot be reached from here.</returns>
    public static SharedBuffer? Open(WorkerMessage ready)
    {
        if (
            ready.Value("buffer") is not { ValueKind: JsonValueKind.Object } place
            || Text(place, "path") is not { } path
            || Text(place, "token") is not { } token
            || !Descriptor().IsMatch(path)
        )
        {
            return null;
        }

        try
        {
            // Another process may have the same number where the worker is in a container.
            if (new FileInfo(path).LinkTarget != Target)
            {
                return null;
            }

            SharedBuffer buffer = new(File.OpenHandle(path, share: FileShare.ReadWrite));
            if (buffer.Has(token))
            {
                return buffer;
            }

            buffer.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A worker under another user or already gone; it writes each message at once instead.
        }

        return null;
    }

    /// <summary>What the worker told and could not write any more. Valid after its output has ended.</summary>
    /// <param name="received">How many bytes have arrived since the message <c>buffering</c>.</param>
    public ReadOnlyMemory<byte> Rest(long received)
    {
        byte[] bytes = new byte[Size];
        int length = ReadInto(bytes);
        if (length < HeaderSize)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        long written = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(TokenSize));
        long told = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(TokenSize + sizeof(ulong)));
        long first = HeaderSize + received - written;
        long end = HeaderSize + told - written;
        return written >= 0 && received >= written && first < end && end <= length
            ? bytes.AsMemory((int)first..(int)end)
            : ReadOnlyMemory<byte>.Empty;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private bool Has(string token)
    {
        Span<byte> found = stackalloc byte[TokenSize];
        return ReadInto(found) == TokenSize
            && string.Equals(Convert.ToHexStringLower(found), token, StringComparison.Ordinal);
    }

    private int ReadInto(Span<byte> bytes)
    {
        try
        {
            return RandomAccess.Read(_memory, bytes, 0);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string? Text(JsonElement place, string name) =>
        place.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    [GeneratedRegex("^/proc/[0-9]+/fd/[0-9]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Descriptor();
}
