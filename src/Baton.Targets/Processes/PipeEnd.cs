using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Baton.Targets.Processes;

/// <summary>The end of a pipe that is read, with a way to see whether anything waits in it.</summary>
internal sealed partial class PipeEnd(Stream stream)
{
    private const short Readable = 1;

    /// <summary>The bytes.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>Whether bytes wait to be read; always <see langword="false"/> where the system does not say.</summary>
    public bool HasData
    {
        get
        {
            if (OperatingSystem.IsWindows() || Stream is not PipeStream pipe)
            {
                return false;
            }

            try
            {
                PollEntry entry = new()
                {
                    Descriptor = (int)pipe.SafePipeHandle.DangerousGetHandle(),
                    Wanted = Readable,
                };
                return Poll(ref entry, count: 1, timeout: 0) == 1 && (entry.Found & Readable) != 0;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollEntry entry, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
