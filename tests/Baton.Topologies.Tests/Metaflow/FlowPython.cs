using System.Diagnostics;
using Baton.Topologies.Metaflow;

namespace Baton.Topologies.Tests.Metaflow;

/// <summary>Python with Metaflow: the real one wherever Python can import it, otherwise the stand-in of these tests.</summary>
internal static class FlowPython
{
    private static readonly Lazy<bool> _isReal = new(() => Run("-c", "import metaflow").ExitCode == 0);

    /// <summary>Whether it is the real one.</summary>
    public static bool IsReal
    {
        get
        {
            if (!_isReal.Value)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(
                    "METAFLOW IS NOT INSTALLED: this ran on the stand-in in tests/Baton.Topologies.Tests/metaflow_stand_in"
                );
            }

            return _isReal.Value;
        }
    }

    /// <summary>Environment variables for flows.</summary>
    public static Dictionary<string, string> Environment => IsReal ? [] : new() { ["PYTHONPATH"] = StandIn };

    /// <summary>How flows run whose steps are answered by a process of these tests.</summary>
    public static MetaflowOptions Options(string folder, params string[] answering) =>
        new()
        {
            Command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Baton.TopologyProcess.dll"), .. answering],
            Environment = Environment,
            WorkingDirectory = folder,
        };

    private static string StandIn => Path.Combine(AppContext.BaseDirectory, "metaflow_stand_in");

    /// <summary>Runs Python to its end.</summary>
    public static (int ExitCode, string Output) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("python3", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
