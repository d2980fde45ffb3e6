namespace Baton.Cli.Tests.Run;

public sealed class SingleCallTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_agent_of_a_configuration_answers()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output":"fine"}""");
        Configure(server.Url.ToString());

        ToolRun run = await RunAsync("", "--config", "configs/simulation.yaml", "how are you?");

        run.ShouldBe(new ToolRun(0, "fine\n", ""));
        server.Requests.ShouldHaveSingleItem().Body.ShouldContain("how are you?");
    }

    [Fact]
    public async Task A_dash_reads_the_input_from_standard_input()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output":"fine"}""");
        Configure(server.Url.ToString());

        ToolRun run = await RunAsync("a long\ntext\n", "-");

        run.ExitCode.ShouldBe(0, run.Error);
        server.Requests.ShouldHaveSingleItem().Body.ShouldContain("a long\\ntext");
    }

    [Fact]
    public async Task A_target_and_a_configuration_contradict_each_other()
    {
        ToolRun run = await RunAsync("", "app:run", "hi", "--project", "demo");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBe("error: app:run: names an agent, and so does the configuration; leave one of them out\n");
    }

    [Fact]
    public async Task An_agent_that_cannot_be_reached_is_a_failure_with_the_way_out()
    {
        Configure("http://127.0.0.1:9");

        ToolRun run = await RunAsync("", "hi");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("error: refused: nobody listens at http://127.0.0.1:9");
    }

    [Fact]
    public async Task A_described_persona_speaks_as_described_and_an_unknown_one_is_an_error()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output":"fine"}""");
        _workspace.Write(
            "configs/simulation.yaml",
            $$$"""
            runner: {http: {url: "{{{server.Url}}}", body_template: "{{persona.name}}: {{persona.prompt}}"}}
            personas: [{name: novice, description: New here.}]
            """
        );

        ToolRun known = await RunAsync("", "hi", "--persona", "novice");
        ToolRun unknown = await RunAsync("", "hi", "--persona", "novize");

        known.ExitCode.ShouldBe(0, known.Error);
        server.Requests.ShouldHaveSingleItem().Body.ShouldContain("novice: New here.");
        unknown.ShouldBe(new ToolRun(2, "", "error: --persona: unknown persona `novize`; known are `novice`\n"));
    }

    private void Configure(string url) =>
        _workspace.Write("configs/simulation.yaml", $"runner: {{http: {{url: \"{url}\"}}}}\n");

    private Task<ToolRun> RunAsync(string typed, params string[] arguments) =>
        ToolRun.Of(
            session => session with { WorkingDirectory = _workspace.Root, In = new StringReader(typed) },
            ["run", "single", .. arguments]
        );
}
