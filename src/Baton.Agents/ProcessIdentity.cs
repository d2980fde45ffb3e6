using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Baton.Agents;

/// <summary>A process as it is named where it leaves something behind that others may clear away once it has ended.</summary>
/// <param name="Place">Where process numbers mean the same: machine, boot and PID namespace.</param>
/// <param name="Id">The process there.</param>
/// <param name="StartedAt">When it began, in milliseconds since 1970; tells it from a later one of its number.</param>
/// <remarks>Written as <c>place:process:start</c>.</remarks>
internal sealed record ProcessIdentity(string Place, int Id, long StartedAt)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const string NamespaceLink = "/proc/self/ns/pid";
    private const long StartTolerance = 1000;

    private static readonly Lazy<ProcessIdentity> _own = new(OfThisProcess);

    /// <summary>This process.</summary>
    public static ProcessIdentity Own => _own.Value;

    /// <summary>The machine's name.</summary>
    public string Machine => Place.Split('/')[0];

    /// <summary>Whether the process has ended. Of a process elsewhere that is not known, and the answer is no.</summary>
    public bool IsGone => Place == Own.Place && !IsAlive();

    /// <summary>Reads what <see cref="ToString"/> wrote, or <see langword="null"/>.</summary>
    public static ProcessIdentity? Read(string text) =>
        text.Split(':') is [string place, string process, string start]
        && int.TryParse(process, CultureInfo.InvariantCulture, out int id)
        && long.TryParse(start, CultureInfo.InvariantCulture, out long startedAt)
            ? new ProcessIdentity(place, id, startedAt)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place}:{Id}:{StartedAt}");

    private bool IsAlive()
    {
        try
        {
            using Process process = Process.GetProcessById(Id);
            return !process.HasExited && Math.Abs(Start(process) - StartedAt) <= StartTolerance;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            // Another user's process: it is there.
            return true;
        }
    }

    private static ProcessIdentity OfThisProcess()
    {
        using Process own = Process.GetCurrentProcess();
        return new ProcessIdentity($"{Environment.MachineName}/{Boot()}/{Namespace()}", own.Id, Start(own));
    }

    private static string Boot() => File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : "";

    // Two containers of one machine have one boot and different processes of one number.
    private static string Namespace() =>
        new FileInfo(NamespaceLink).LinkTarget is { } link ? string.Concat(link.Where(char.IsAsciiDigit)) : "";

    private static long Start(Process process) =>
        new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
