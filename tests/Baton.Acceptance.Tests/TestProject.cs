using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>A project on disk, as a user would have it, and the experiments it produced.</summary>
internal sealed class TestProject : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    /// <summary>The project folder.</summary>
    public string Root => _workspace.Root;

    /// <summary>The folders of the experiments, oldest first.</summary>
    public IReadOnlyList<string> Experiments =>
        Directory.Exists(_workspace.PathOf("experiments"))
            ?
            [
                .. Directory
                    .GetDirectories(_workspace.PathOf("experiments"))
                    // A folder in the making is hidden until it is whole.
                    .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>The folder of the only experiment.</summary>
    public string Experiment => Experiments.ShouldHaveSingleItem();

    /// <summary>A project with a configuration and inputs named <c>question 1</c>, <c>question 2</c> and so on.</summary>
    public static TestProject Create(string configuration, int inputs = 3) =>
        new TestProject()
            .With("configs/simulation.yaml", configuration)
            .With(
                "inputs/generated.yaml",
                "generated_inputs:\n"
                    + string.Concat(Enumerable.Range(1, inputs).Select(number => $"  - input: question {number}\n"))
            );

    /// <summary>Adds a file.</summary>
    public TestProject With(string path, string content)
    {
        _workspace.Write(path, content);
        return this;
    }

    /// <summary>Runs <c>baton run experiment</c> in the project without asking.</summary>
    public Task<ToolResult> RunExperimentAsync(params string[] arguments) =>
        BatonTool.RunAsync(Root, ["run", "experiment", "--yes", .. arguments]);

    /// <summary>Starts <c>baton run experiment</c> in the project without asking.</summary>
    public RunningTool StartExperiment(params string[] arguments) =>
        BatonTool.Start(Root, new Dictionary<string, string>(), ["run", "experiment", "--yes", .. arguments]);

    /// <summary>The lines of a file of an experiment, parsed.</summary>
    public static IReadOnlyList<JsonObject> Lines(string experiment, string file) =>
        [.. File.ReadLines(Path.Combine(experiment, file)).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>The traces of the only experiment.</summary>
    public IReadOnlyList<JsonObject> Traces() => Lines(Experiment, "traces.jsonl");

    /// <summary>The summary of the only experiment.</summary>
    public JsonObject Summary() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Experiment, "summary.json")))!.AsObject();

    /// <summary>Finished runs in the journal by now; 0 while there is none.</summary>
    public int Journaled()
    {
        string? experiment = Experiments is [.., { } newest] ? newest : null;
        string journal = experiment is null ? "" : Path.Combine(experiment, "journal.jsonl");
        if (!File.Exists(journal))
        {
            return 0;
        }

        using FileStream stream = new(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return Math.Max(0, reader.ReadToEnd().Count(character => character == '\n') - 1);
    }

    /// <summary>Every byte below the project, as text; for looking for what must not be there.</summary>
    public string Everything() =>
        string.Join(
            '\n',
            Directory
                .EnumerateFiles(Path.Combine(Root, "experiments"), "*", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        );

    /// <summary>Processes whose command line names this project; what Baton started must not outlive it.</summary>
    public IReadOnlyList<string> ProcessesLeft() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
                .Select(CommandLine)
                .Where(line => line.Contains(Root, StringComparison.Ordinal)),
        ];

    /// <summary>Processes that work in the project's folder, Baton itself included.</summary>
    public IReadOnlyList<string> ProcessesIn() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
                .Where(folder => CurrentDirectory(folder) == Root),
        ];

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private static string? CurrentDirectory(string folder)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(folder, "cwd"), returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <summary>Reads what the tests look at most.</summary>
internal static class JsonObjectExtensions
{
    /// <summary>A property as text, or null.</summary>
    public static string? Text(this JsonObject line, string name) =>
        line[name] is { } value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>The kind of the error of a trace, or null.</summary>
    public static string? ErrorKind(this JsonObject trace) => trace["error"]?["kind"]?.GetValue<string>();

    /// <summary>The message of the error of a trace, or null.</summary>
    public static string? ErrorMessage(this JsonObject trace) => trace["error"]?["message"]?.GetValue<string>();
}
