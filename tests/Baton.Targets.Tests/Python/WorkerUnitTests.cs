using System.Diagnostics;

namespace Baton.Targets.Tests.Python;

public class WorkerUnitTests
{
    [Fact]
    public async Task The_workers_own_tests_pass()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Baton.slnx")))
        {
            root = Path.GetDirectoryName(root).ShouldNotBeNull();
        }

        ProcessStartInfo start = new("python3", ["-B", "-m", "unittest", "discover", "--verbose"])
        {
            WorkingDirectory = Path.Combine(root, "tests", "Baton.Targets.Tests", "Python", "Worker"),
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PYTHONPATH"] = Path.Combine(root, "src", "Baton.Targets", "Python", "Worker");
        using Process process = Process.Start(start)!;
        string report = await process.StandardError.ReadToEndAsync(PythonAgent.Patience);
        await process.WaitForExitAsync(PythonAgent.Patience);

        process.ExitCode.ShouldBe(0, report);
        report.ShouldContain("test_lines_are_the_same_however_the_bytes_are_chunked");
    }
}
