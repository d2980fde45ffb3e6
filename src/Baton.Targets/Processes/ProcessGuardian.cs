using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Baton.Targets.Processes;

/// <summary>
/// Ends the process groups Baton started when Baton itself is ended so hard (<c>kill -9</c>, out of memory) that it
/// cannot. One for the whole program, started with the first child. Thread-safe.
/// </summary>
/// <remarks>
/// A small shell script in a session of its own reads which groups to watch from a pipe. The pipe ends when Baton ends,
/// whatever the reason; then the script ends the groups that are still watched, and itself.
/// </remarks>
internal sealed class ProcessGuardian
{
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' HUP INT QUIT TERM
        groups=' '
        starting=0
        while IFS= read -r line; do
          group=${line#?}
          case $line in
            \?*) starting=$((starting + 1)) ;;
            \!*) starting=$((starting - 1)) ;;
            +*) groups="$groups$group " ;;
            -*) case $groups in *" $group "*) groups="${groups%% $group *} ${groups#* $group }" ;; esac ;;
          esac
        done
        [ "$groups" = ' ' ] && [ "$starting" -eq 0 ] && exit 0
        for group in $groups; do kill -s TERM -- "-$group"; done
        sleep 1
        for group in $groups; do kill -s KILL -- "-$group"; done
        [ "$starting" -eq 0 ] && exit 0
        for marked in $(grep -ls "$1" /proc/[0-9]*/environ); do
          child=${marked#/proc/}
          child=${child%/environ}
          kill -s KILL -- "-$child" || kill -s KILL "$child"
        done
        """;

    // Guards everything below.
    private readonly Lock _gate = new();
    private readonly HashSet<int> _watched = [];
    private readonly string _mark = $"baton-{Environment.ProcessId}-{Guid.NewGuid():N}";
    private Process? _script;
    private int _starting;

    /// <summary>The variable by which a process that was started but is not yet watched is known.</summary>
    public const string MarkVariable = "BATON_GUARDIAN";

    private ProcessGuardian() { }

    /// <summary>The one of this program.</summary>
    public static ProcessGuardian Instance { get; } = new();

    /// <summary>
    /// Marks a process that is about to be started; it is ended by its mark should Baton be killed before the process is
    /// watched. <see cref="Settle"/> must follow.
    /// </summary>
    public void Expect(ProcessStartInfo start)
    {
        start.Environment[MarkVariable] = _mark;
        lock (_gate)
        {
            _script ??= Launch();
            _starting++;
            Tell("?\n");
        }
    }

    /// <summary>The process that was expected is watched by now, or was not started at all.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _starting--;
            Tell("!\n");
        }
    }

    /// <summary>Ends this group should Baton be killed.</summary>
    public void Watch(int group)
    {
        lock (_gate)
        {
            _watched.Add(group);
            Tell($"+{group}\n");
        }
    }

    /// <summary>The group is over.</summary>
    public void Unwatch(int group)
    {
        lock (_gate)
        {
            if (_watched.Remove(group))
            {
                Tell($"-{group}\n");
            }
        }
    }

    private void Tell(string line)
    {
        if (!TryTell(line))
        {
            // Somebody ended the script: another takes its place and learns what there is to know.
            _script?.Dispose();
            _script = Launch();
            TryTell(
                string.Concat([.. _watched.Select(watched => $"+{watched}\n"), .. Enumerable.Repeat("?\n", _starting)])
            );
        }
    }

    private Process? Launch()
    {
        ProcessStartInfo start = new(ProcessGroup.Setsid!) { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(_mark);
        start.Environment.Remove(MarkVariable);
        start.WorkingDirectory = "/";
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private bool TryTell(string lines)
    {
        if (_script is null)
        {
            return false;
        }

        try
        {
            Stream pipe = _script.StandardInput.BaseStream;
            pipe.Write(Encoding.ASCII.GetBytes(lines));
            pipe.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
