using System.Diagnostics;

namespace Baton.TestSupport;

/// <summary>
/// The packages of <c>tests/npm</c>, third-party servers that tests talk to, and of <c>tests/npm/streams</c>, libraries
/// whose streams tests read.
/// </summary>
public static class NodePackages
{
    private const int Attempts = 3;

    private static readonly TimeSpan _longestInstall = TimeSpan.FromMinutes(5);

    /// <summary>Installs the packages when they are missing or older than the lock file, once for all test processes.</summary>
    /// <param name="set">The folder below <c>tests/npm</c>. Default: that folder itself.</param>
    /// <returns>The folder that has <c>node_modules</c>.</returns>
    public static async Task<string> InstallAsync(string set = "")
    {
        string root = RepositoryRoot();
        string folder = Path.Combine(root, "tests", "npm", set);
        // npm writes this file last.
        string installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        string wanted = Path.Combine(folder, "package-lock.json");
        if (IsFresh(installed, wanted))
        {
            return folder;
        }

        await using FileStream turn = await TakeTurnAsync(Path.Combine(root, "artifacts", "npm-install.lock"));
        for (int attempt = 1; !IsFresh(installed, wanted); attempt++)
        {
            (int exitCode, string output) = await RunAsync(folder);
            if (exitCode != 0 && attempt == Attempts)
            {
                throw new InvalidOperationException($"`npm ci` in {folder} failed with {exitCode}:\n{output}");
            }
        }

        return folder;
    }

    private static bool IsFresh(string installed, string wanted) =>
        File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(wanted);

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
    }

    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < _longestInstall)
            {
                // Another test process installs.
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder)
    {
        ProcessStartInfo start = new("npm")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource longest = new(_longestInstall);
        try
        {
            await process.WaitForExitAsync(longest.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return (process.ExitCode, await output + await errors);
    }
}
