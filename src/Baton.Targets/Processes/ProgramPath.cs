namespace Baton.Targets.Processes;

/// <summary>Finds the file a command's first word stands for, so that a missing one is told before anything is started.</summary>
internal static class ProgramPath
{
    private const string UsualPath = "/usr/local/bin:/usr/bin:/bin";
    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program's absolute path; on Windows the word itself, which the system resolves.</summary>
    /// <exception cref="ProcessStartException">There is no such program or folder, or the file cannot be executed.</exception>
    public static string Resolve(ChildProcessStart start)
    {
        string program = start.Command.Count == 0 ? "" : start.Command[0];
        if (program.Length == 0)
        {
            throw ProcessStartException.Because(
                "the command is empty; name a program, for example `[\"node\", \"agent.mjs\"]`"
            );
        }

        if (!Directory.Exists(start.WorkingDirectory))
        {
            throw ProcessStartException.Because(
                $"the folder `{start.WorkingDirectory}` to start `{program}` in does not exist; correct `cwd` or `working_directory`"
            );
        }

        return OperatingSystem.IsWindows() ? program
            : program.Contains('/', StringComparison.Ordinal) ? ResolveFile(program, start.WorkingDirectory)
            : ResolveOnPath(program, start);
    }

    /// <summary>The first executable file of this name on a search path, or <see langword="null"/>.</summary>
    public static string? Find(string program, string? searchPath, string workingDirectory) =>
        Candidates(program, searchPath, workingDirectory).FirstOrDefault(IsExecutable);

    private static string ResolveFile(string program, string workingDirectory)
    {
        string path = Path.GetFullPath(program, workingDirectory);
        if (IsExecutable(path))
        {
            return path;
        }

        throw ProcessStartException.Because(
            Directory.Exists(path) ? $"`{path}` is a folder, not a program; correct `command`"
            : File.Exists(path)
                ? $"`{path}` is not executable; run `chmod +x {program}`, or put its interpreter in front, for example `[\"python3\", \"{program}\"]`"
            : $"there is no program `{path}`; correct `command`"
        );
    }

    private static string ResolveOnPath(string program, ChildProcessStart start)
    {
        string? searchPath = start.Variables.GetValueOrDefault("PATH");
        if (Find(program, searchPath, start.WorkingDirectory) is { } found)
        {
            return found;
        }

        string? refused = Candidates(program, searchPath, start.WorkingDirectory).FirstOrDefault(File.Exists);
        throw ProcessStartException.Because(
            refused is not null ? $"`{refused}` is not executable; run `chmod +x {refused}`"
            : File.Exists(Path.Combine(start.WorkingDirectory, program))
                ? $"`{program}` is not on PATH; for the file in `{start.WorkingDirectory}` write `./{program}`, or put its interpreter in front"
            : $"`{program}` is not on PATH; install it, or give its full path in `command`"
        );
    }

    private static IEnumerable<string> Candidates(string program, string? searchPath, string workingDirectory) =>
        (string.IsNullOrEmpty(searchPath) ? UsualPath : searchPath)
            .Split(':')
            .Select(folder => Path.GetFullPath(Path.Combine(folder, program), workingDirectory));

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None);
}
