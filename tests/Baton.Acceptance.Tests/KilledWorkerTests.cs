namespace Baton.Acceptance.Tests;

/// <summary>What is left of Python workers when Baton is killed so hard that it can clean up nothing.</summary>
[Trait("Needs", "python")]
public sealed class KilledWorkerTests
{
    private const string HangInCall = """
        import ctypes, os, subprocess, sys

        def run(input):
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)", os.getcwd()])
            open("hung", "w").close()
            # PyDLL keeps the interpreter's lock: no other thread of the worker can notice anything.
            ctypes.PyDLL(None).sleep(1000)
        """;

    private const string HangInImport = """
        import ctypes, os

        open("hung", "w").close()
        ctypes.PyDLL(None).sleep(1000)
        """;

    private const string PlainInterpreter = "#!/bin/sh\nexec python3 \"$@\"\n";

    private const string InterpreterInAChild = "#!/bin/sh\npython3 \"$@\"\nexit $?\n";

    [Theory]
    [InlineData(HangInCall, PlainInterpreter)]
    [InlineData(HangInImport, PlainInterpreter)]
    [InlineData(HangInCall, InterpreterInAChild)]
    public async Task A_worker_that_hangs_in_native_code_does_not_outlive_a_killed_Baton(
        string agent,
        string interpreter
    )
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\", workers: 1, python: ./interpreter}\n", inputs: 1)
            .With("agent.py", agent)
            .With("interpreter", interpreter);
        File.SetUnixFileMode(
            Path.Combine(project.Root, "interpreter"),
            UnixFileMode.UserRead | UnixFileMode.UserExecute
        );
        string hung = Path.Combine(project.Root, "hung");
        await using (RunningTool tool = project.StartExperiment())
        {
            await Eventually.Holds(() => File.Exists(hung), "the worker hangs");
            project.ProcessesIn().Count.ShouldBeGreaterThan(1);
            tool.Kill();
            await tool.WaitAsync(TimeSpan.FromMinutes(1));
        }

        await Eventually.Holds(() => project.ProcessesIn().Count == 0, "nothing runs in the project's folder any more");
    }
}
