using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Baton.Cli.Tests.Config;

public sealed class ConfigTests : IDisposable
{
    private const string Configuration = """
        name: demo
        iterations: 3
        runner:
          http:
            url: "http://localhost:${PORT:-8000}/chat"
            headers:
              Authorization: "Bearer ${AGENT_TOKEN}"
              X-Api-Key: sk-literal-1234567890
        multi_turn:
          supervisor: {provider: mock}
        """;

    private readonly TempWorkspace _workspace = new();

    public ConfigTests()
    {
        _workspace.Write("configs/simulation.yaml", Configuration);
        _workspace.Write(".env", "AGENT_TOKEN=tok-from-dotenv-12345\n");
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Every_setting_is_shown_with_where_it_comes_from()
    {
        ToolRun run = await RunAsync([("BATON_PARALLEL_RUNS", "7")], "config", "show");

        run.ExitCode.ShouldBe(0, run.Error);
        string[] lines = run.Output.Split('\n');
        IEnumerable<string> written = lines.Where(line => !line.EndsWith(" default", StringComparison.Ordinal));
        ApprovedText.ShouldBeApproved(string.Join('\n', written), "config-show.txt");
        lines.ShouldContain(line => Regex.IsMatch(line, "^multi_turn.max_turns +8 +default$"));
        run.Output.ShouldNotContain("sk-literal");
        run.Output.ShouldNotContain("tok-from-dotenv");
    }

    [Fact]
    public async Task Programs_get_the_same_as_JSON()
    {
        ToolRun run = await RunAsync([], "config", "show", "--format", "json");

        JsonNode iterations = JsonNode
            .Parse(run.Output)!
            .AsArray()
            .Single(setting => Text(setting, "key") == "iterations")!;
        Text(iterations, "value").ShouldBe("3");
        Text(iterations, "from").ShouldBe("configs/simulation.yaml:2:13");
    }

    [Fact]
    public async Task All_errors_are_told_with_their_places()
    {
        _workspace.Write("configs/simulation.yaml", "itertions: 3\nrunner: {http: {url: \"http://h/\"}}\nseed: x\n");

        ToolRun run = await RunAsync([], "config", "show");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        ApprovedText.ShouldBeApproved(run.Error, "config-errors.txt");
    }

    [Fact]
    public async Task The_schema_is_one_JSON_document_for_editors()
    {
        ToolRun run = await RunAsync([], "config", "schema");

        JsonNode schema = JsonNode.Parse(run.Output)!;
        schema["properties"]!["iterations"]!["maximum"]!.GetValue<int>().ShouldBe(1000);
        Text(schema["properties"]!["iterations"], "description").ShouldContain("How often each input runs");
    }

    [Fact]
    public async Task Every_variable_that_is_listed_sets_a_setting()
    {
        ToolRun listed = await RunAsync([("BATON_ITERATIONS", "9")], "config", "env");

        listed.Output.ShouldMatch("(?m)^BATON_ITERATIONS +iterations +set$");
        listed.Output.ShouldMatch("(?m)^BATON_MULTI_TURN__MAX_TURNS +multi_turn.max_turns$");
        listed.Output.ShouldMatch("(?m)^BATON_RUNNER__HTTP__URL +runner.http.url$");
        ToolRun shown = await RunAsync([("BATON_ITERATIONS", "9")], "config", "show");
        shown.Output.ShouldMatch("(?m)^iterations +9 +BATON_ITERATIONS$");
    }

    [Theory]
    [InlineData("runner: {target: \"agent:run\"}\n")]
    [InlineData("runner: {target: \"agent:run\"}\nmulti_turn:\n  supervisor:\n    provider: anthropic\n")]
    [InlineData("runner: {target: \"agent:run\"}\nmulti_turn:\n  enabled: false\n")]
    public async Task A_project_of_single_turns_is_valid_without_a_supervisor(string configuration)
    {
        _workspace.Write("configs/simulation.yaml", configuration);
        _workspace.Write("inputs/generated.yaml", "generated_inputs:\n  - input: hi\n");

        ToolRun run = await RunAsync([], "config", "validate");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("1 runs");
    }

    [Fact]
    public async Task What_is_wrong_with_the_supervisor_is_told_with_its_place()
    {
        _workspace.Write(
            "configs/simulation.yaml",
            """
            runner: {target: "agent:run"}
            multi_turn:
              enabled: true
              supervisor:
                provider: openai
                base_url: nowhere
                api_key: "a b"
            """
        );
        _workspace.Write("inputs/generated.yaml", "generated_inputs:\n  - input: hi\n");

        ToolRun run = await RunAsync([], "config", "validate");

        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.ShouldContain("configs/simulation.yaml:6:5: multi_turn.supervisor.base_url: ");
        run.Error.ShouldContain("configs/simulation.yaml:7:5: multi_turn.supervisor.api_key: ");
    }

    [Fact]
    public async Task What_is_wrong_with_a_script_is_told_with_its_place()
    {
        _workspace.Write(
            "configs/simulation.yaml",
            """
            runner: {target: "agent:run"}
            multi_turn:
              enabled: true
              supervisor:
                provider: mock
                metadata:
                  mock_decision: maybe
                  scripted_questions:
                    - fine
                    - 3
            """
        );
        _workspace.Write("inputs/generated.yaml", "generated_inputs:\n  - input: hi\n");

        ToolRun run = await RunAsync([], "config", "validate");

        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.ShouldContain("configs/simulation.yaml:7:7: multi_turn.supervisor.metadata.mock_decision: ");
        run.Error.ShouldContain(
            "configs/simulation.yaml:10:11: multi_turn.supervisor.metadata.scripted_questions[1]: "
        );
    }

    [Theory]
    [InlineData("multi_turn:\n  enabled: true\n", "configs/simulation.yaml:3:3: ")]
    [InlineData("multi_turn:\n  enabled: true\n  supervisor:\n    model: m\n", "configs/simulation.yaml:5:5: ")]
    public async Task A_missing_key_is_told_with_the_place_of_the_section_it_belongs_in(string section, string place)
    {
        _workspace.Write("configs/simulation.yaml", "runner: {target: \"agent:run\"}\n" + section);
        _workspace.Write("inputs/generated.yaml", "generated_inputs:\n  - input: hi\n");

        ToolRun run = await RunAsync([], "config", "validate");

        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.ShouldContain(place + "multi_turn.supervisor.api_key: the supervisor needs a key");
    }

    private static string Text(JsonNode? owner, string name) => owner![name]!.GetValue<string>();

    private Task<ToolRun> RunAsync((string Name, string Value)[] environment, params string[] arguments) =>
        ToolRun.Of(
            session =>
                session with
                {
                    WorkingDirectory = _workspace.Root,
                    Environment = environment.ToDictionary(variable => variable.Name, variable => variable.Value),
                },
            arguments
        );
}
