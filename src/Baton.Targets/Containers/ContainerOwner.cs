using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Baton.Targets.Containers;

/// <summary>The process that a container belongs to, as the container's label names it: <c>boot:process:start</c>.</summary>
internal static class ContainerOwner
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const long StartTolerance = 1000;

    private static readonly string _boot = File.Exists(BootIdFile)
        ? File.ReadAllText(BootIdFile).Trim()
        : Environment.MachineName;

    /// <summary>The label that all of Baton's containers have.</summary>
    public const string Label = "io.baton.owner";

    /// <summary>This process.</summary>
    public static string Own { get; } = Describe();

    /// <summary>Whether a container's owner is gone. An owner on another machine that uses the same engine is not.</summary>
    public static bool IsGone(string label)
    {
        if (
            label.Split(':') is not [string boot, string process, string start]
            || boot != _boot
            || !int.TryParse(process, CultureInfo.InvariantCulture, out int id)
            || !long.TryParse(start, CultureInfo.InvariantCulture, out long startedAt)
        )
        {
            return false;
        }

        try
        {
            using Process owner = Process.GetProcessById(id);
            return owner.HasExited || Math.Abs(Start(owner) - startedAt) > StartTolerance;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return true;
        }
        catch (Win32Exception)
        {
            // Another user's process: it is there.
            return false;
        }
    }

    private static string Describe()
    {
        using Process own = Process.GetCurrentProcess();
        return $"{_boot}:{own.Id}:{Start(own)}";
    }

    private static long Start(Process process) =>
        new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
