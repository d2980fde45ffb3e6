using System.Diagnostics;
using Baton.TestSupport;
using Baton.Topologies.Metaflow;

namespace Baton.Topologies.Tests.Metaflow;

/// <summary>Python with Metaflow: the real one wherever Python can import it, otherwise the stand-in of these tests.</summary>
internal static class FlowPython
{
    private const string Absent = """
        ****************************************************************************************************
        METAFLOW IS NOT THERE: Python cannot import `metaflow`, so that this ran on the stand-in of the tests
        (tests/Baton.Topologies.Tests/metaflow_stand_in). Install metaflow to run it on the real one.
        ****************************************************************************************************
        """;

    private static readonly Lazy<bool> _isReal = new(Find);

    /// <summary>Environment variables for flows.</summary>
    public static Dictionary<string, string> Environment =>
        _isReal.Value ? [] : new() { ["PYTHONPATH"] = Path.Combine(AppContext.BaseDirectory, "metaflow_stand_in") };

    /// <summary>How flows run whose steps are answered by a process of these tests.</summary>
    public static MetaflowOptions Options(string folder, params string[] answering) =>
        new()
        {
            Command = Command(answering),
            Environment = Environment,
            WorkingDirectory = folder,
        };

    /// <summary>Runs Python in a workspace, its flows answered by the agents of the runner checks.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(TempWorkspace workspace, params string[] arguments)
    {
        string[] command = Command("check", workspace.PathOf("agents"), workspace.PathOf("agent.db"));
        Dictionary<string, string> variables = new(Environment)
        {
            ["BATON_COMMAND"] = string.Join(' ', command.Select(word => $"'{word}'")),
            ["METAFLOW_USER"] = "tests",
        };
        (int exitCode, string output) = Run(workspace.Root, variables, arguments);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        return exitCode;
    }

    private static string[] Command(params string[] answering) =>
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "Baton.TopologyProcess.dll"), .. answering];

    private static bool Find()
    {
        bool isReal = Run(AppContext.BaseDirectory, [], ["-c", "import metaflow"]).ExitCode == 0;
        if (!isReal)
        {
            TestContext.Current.AddWarning(Absent);
            Console.Error.WriteLine(Absent);
        }

        return isReal;
    }

    private static (int ExitCode, string Output) Run(
        string folder,
        Dictionary<string, string> variables,
        string[] arguments
    )
    {
        ProcessStartInfo start = new("python3", arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
