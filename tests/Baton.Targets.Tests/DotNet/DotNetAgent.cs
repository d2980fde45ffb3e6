using Baton.Agents;
using Baton.Targets.DotNet;
using Baton.Targets.Templates;
using Baton.Targets.Tests.Processes;

namespace Baton.Targets.Tests.DotNet;

/// <summary>Targets of the assembly <c>tests/Baton.DotNetAgent</c>, which is built beside this one.</summary>
internal static class DotNetAgent
{
    /// <summary>The assembly.</summary>
    public static string File { get; } =
        Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "../../Baton.DotNetAgent",
                new DirectoryInfo(AppContext.BaseDirectory).Name,
                "Baton.DotNetAgent.dll"
            )
        );

    /// <summary>The section that names a method of a type of the assembly.</summary>
    public static RunnerOptions Options(string method, string? streamOutputPath = null) =>
        new()
        {
            Dotnet = DotNetMethod.Parse($"{File}!Baton.DotNetAgent.{method}", null),
            StreamOutputPath = streamOutputPath is null ? null : DataPath.Parse(streamOutputPath, null),
        };

    /// <summary>A target with everything that is laid around it.</summary>
    public static ITarget Target(string method, Func<RunnerOptions, RunnerOptions>? with = null)
    {
        RunnerOptions options = Options(method);
        return TargetFactory.Create(with?.Invoke(options) ?? options, Place);
    }

    /// <summary>One turn of a conversation of its own.</summary>
    public static async Task<List<AgentEvent>> AskAsync(string method, string input = "hi", string? path = null)
    {
        await using ITarget target = TargetFactory.Create(Options(method, path), Place);
        return await target.AskAsync(input);
    }

    private static TargetEnvironment Place { get; } =
        new() { ProjectDirectory = AppContext.BaseDirectory, MaxConcurrency = 32 };
}
