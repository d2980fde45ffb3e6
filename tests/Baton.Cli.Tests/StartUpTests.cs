using System.Diagnostics;

namespace Baton.Cli.Tests;

/// <summary>What a command does not use it does not load; that keeps the start quick.</summary>
public sealed class StartUpTests
{
    [Fact]
    public async Task The_version_needs_nothing_but_the_tool_itself() =>
        (await LoadedByAsync("--version")).ShouldBe(["baton"]);

    [Theory]
    [InlineData("--help")]
    [InlineData("run experiment --help")]
    [InlineData("chat --help")]
    [InlineData("agents topologies run --help")]
    [InlineData("agents executions --help")]
    [InlineData("completion bash")]
    public async Task Help_and_completion_need_only_the_command_line_parser(string line) =>
        (await LoadedByAsync(line.Split(' '))).ShouldBe(["System.CommandLine", "baton"], ignoreOrder: true);

    [Fact]
    public async Task A_misspelt_command_loads_neither_YAML_nor_the_terminal_library()
    {
        string[] loaded = await LoadedByAsync("run", "experimnt");

        loaded.ShouldNotContain("Spectre.Console");
        loaded.ShouldNotContain("YamlDotNet");
        loaded.ShouldNotContain("Baton.Targets");
    }

    [Theory]
    [InlineData("chat -m scripted:answers.json")]
    [InlineData("run single -m scripted:answers.json hi")]
    public async Task A_model_without_tools_and_session_loads_neither_MCP_nor_SQLite(string line)
    {
        using TempWorkspace workspace = new();
        string script = workspace.Write("answers.json", """{"replies": ["Hello."]}""");

        string[] loaded = await LoadedByAsync(line.Replace("answers.json", script).Split(' '));

        loaded.ShouldContain("Baton.Agents");
        loaded.ShouldNotContain(name => name.Contains("Mcp") || name.Contains("ModelContextProtocol"));
        loaded.ShouldNotContain(name => name.Contains("Sqlite") || name.Contains("SQLite"));
        loaded.ShouldNotContain("Baton.Targets");
        loaded.ShouldNotContain("YamlDotNet");
        loaded.ShouldNotContain("Spectre.Console");
    }

    private static async Task<string[]> LoadedByAsync(params string[] arguments)
    {
        using TempWorkspace workspace = new();
        string list = workspace.PathOf("loaded.txt");
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "baton.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[StartupHook.ListVariable] = list;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await error;
        await process.WaitForExitAsync();
        string[] shared =
        [
            .. Directory
                .EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!)
                .Select(path => Path.GetFileNameWithoutExtension(path)!),
        ];
        return
        [
            .. (await File.ReadAllLinesAsync(list))
                .Except(shared)
                .Where(name => name != typeof(StartupHook).Assembly.GetName().Name),
        ];
    }
}
