using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Baton.Targets.Processes;

/// <summary>A started process together with everything it starts, as far as the system lets them be ended together.</summary>
/// <remarks>
/// On Unix the process leads a session and a process group of its own, made by <c>setsid</c>; where that is missing, and
/// on Windows, the tree of its children is ended instead. A number is not given to a new process while a member of the
/// group of that number lives, so signals reach no stranger.
/// </remarks>
internal sealed partial class ProcessGroup
{
    private const int NoSignal = 0;
    private static readonly Lazy<string?> SetsidProgram = new(FindSetsid);
    private readonly Process _process;
    private readonly int _id;
    private readonly bool _ownsGroup;

    private ProcessGroup(Process process, int id, bool isLeader)
    {
        _process = process;
        _id = id;
        _ownsGroup = isLeader;
        if (IsGuarded)
        {
            ProcessGuardian.Instance.Watch(_id);
        }
    }

    /// <summary>The program that gives a process its own session, or <see langword="null"/> where there is none.</summary>
    public static string? Setsid => SetsidProgram.Value;

    // The guardian itself needs the program.
    private bool IsGuarded => _ownsGroup && Setsid is not null;

    /// <summary>Starts a process; should Baton be killed, even at this moment, the process and its group end too.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="isLeader">Whether the program makes a session of its own, by <see cref="Setsid"/> or itself.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static (Process Process, ProcessGroup Group) Start(ProcessStartInfo start, bool isLeader)
    {
        if (Setsid is null)
        {
            Process unguarded = Process.Start(start)!;
            return (unguarded, new ProcessGroup(unguarded, unguarded.Id, isLeader));
        }

        ProcessGuardian.Instance.Expect(start);
        try
        {
            Process process = Process.Start(start)!;
            return (process, new ProcessGroup(process, process.Id, isLeader));
        }
        finally
        {
            ProcessGuardian.Instance.Settle();
        }
    }

    /// <summary>Another group that belongs to the same process: one that a child of it leads.</summary>
    public ProcessGroup LedBy(int child) => new(_process, child, isLeader: true);

    /// <summary>Whether any member still runs.</summary>
    public bool HasMembers =>
        _ownsGroup
        && Signal(-_id, NoSignal)
        // The dead who wait for their parent still count for `kill`, but not here.
        && (!OperatingSystem.IsLinux() || ProcessTable.Read().Any(entry => entry.Group == _id && entry.IsAlive));

    /// <summary>Sends a signal to every member; on Windows ends the tree.</summary>
    public void Send(KillSignal signal)
    {
        if (OperatingSystem.IsWindows() || (!_ownsGroup && signal == KillSignal.Kill))
        {
            EndTree();
        }
        else if (!_ownsGroup || !Signal(-_id, signal.Number))
        {
            // For a moment after its start the process has no group of its own yet.
            if (!_process.HasExited)
            {
                Signal(_id, signal.Number);
            }
        }
    }

    /// <summary>Tells the guardian that nothing is left to watch.</summary>
    public void Forget()
    {
        if (IsGuarded)
        {
            ProcessGuardian.Instance.Unwatch(_id);
        }
    }

    private static bool Signal(int id, int signal) => NativeKill(id, signal) == 0;

    private static string? FindSetsid() =>
        OperatingSystem.IsWindows()
            ? null
            : ProgramPath.Find("setsid", Environment.GetEnvironmentVariable("PATH"), "/")
                ?? ProgramPath.Find("setsid", searchPath: null, "/");

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeKill(int id, int signal);

    private void EndTree()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception ended)
            when (ended is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // It was over already, or parts of it belong to somebody else.
        }
    }
}
