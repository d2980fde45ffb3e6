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
        while IFS= read -r line; do
          group=${line#?}
          case $line in
            +*) groups="$groups$group " ;;
            -*) case $groups in *" $group "*) groups="${groups%% $group *} ${groups#* $group }" ;; esac ;;
          esac
        done
        left=
        for group in $groups; do kill -s TERM -- "-$group" && left="$left $group"; done
        [ -z "$left" ] && exit 0
        sleep 1
        for group in $left; do kill -s KILL -- "-$group"; done
        """;

    private readonly Lock _gate = new();
    private readonly HashSet<int> _watched = [];
    private Process? _script;

    private ProcessGuardian() { }

    /// <summary>The one of this program.</summary>
    public static ProcessGuardian Instance { get; } = new();

    /// <summary>Starts the script where it does not run yet, so that a process is watched as soon as it is started.</summary>
    public void StandBy()
    {
        lock (_gate)
        {
            _script ??= Launch();
        }
    }

    /// <summary>Ends this group should Baton be killed.</summary>
    public void Watch(int group)
    {
        lock (_gate)
        {
            _watched.Add(group);
            if (!TryTell($"+{group}\n"))
            {
                // Somebody ended the script: another takes its place and learns what is watched.
                _script?.Dispose();
                _script = Launch();
                TryTell(string.Concat(_watched.Select(watched => $"+{watched}\n")));
            }
        }
    }

    /// <summary>The group is over.</summary>
    public void Unwatch(int group)
    {
        lock (_gate)
        {
            if (_watched.Remove(group))
            {
                TryTell($"-{group}\n");
            }
        }
    }

    private static Process? Launch()
    {
        ProcessStartInfo start = new(ProcessGroup.Setsid!) { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
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
