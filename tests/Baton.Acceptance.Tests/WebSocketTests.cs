using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Baton.Acceptance.Tests;

/// <summary>Whole experiments against an agent behind a WebSocket.</summary>
public sealed partial class WebSocketTests
{
    /// <summary>The configurations of the page, by number.</summary>
    public static TheoryData<int> Configurations() => [.. Enumerable.Range(0, Page().Count)];

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task The_configurations_of_its_page_run_as_they_stand_there(int number)
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(
            async socket =>
            {
                while (await socket.ReceiveAsync() is { } text)
                {
                    JsonNode message = JsonNode.Parse(text)!;
                    string[] answers = message["type"]!.GetValue<string>() switch
                    {
                        "hello" => ["""{"type": "welcome", "token": "no answer"}"""],
                        "ask" => ["""{"token": "yes"}""", """{"type": "end"}"""],
                        _ => ["""{"type": "delta", "delta": "yes"}""", """{"type": "final"}"""],
                    };
                    foreach (string answer in answers)
                    {
                        await socket.SendAsync(answer);
                    }
                }
            },
            subprotocol: number == 0 ? null : "chat.v2"
        );
        string address = server.Url.Replace("/chat", "", StringComparison.Ordinal);
        using TestProject project = TestProject.Create(
            Page()[number].Replace("ws://localhost:8000", address, StringComparison.Ordinal)
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        project.Traces().Select(trace => trace.Text("output")).ShouldBe(["yes", "yes", "yes"]);
    }

    [Fact]
    public async Task A_thousand_runs_open_a_thousand_connections_and_leave_none()
    {
        await using WebSocketServer server = await WebSocketServer.AnsweringAsync("""{"output": "yes"}""");
        using TestProject project = TestProject.Create(
            $"runner: {{websocket: {{url: \"{server.Url}\"}}}}\nparallel_runs: 32\n",
            inputs: 1000
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        project.Summary()["successful"]!.GetValue<int>().ShouldBe(1000, result.All);
        // The first connection only finds out whether the agent is there.
        server.Handshakes.Count.ShouldBe(1001);
        server.MostOpen.ShouldBeLessThan(100);
        await server.NobodyLeftAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_wrong_token_stops_the_experiment_before_its_first_run()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"detail": "bad token"}""", 401);
        using TestProject project = TestProject.Create(
            $"runner: {{websocket: {{url: \"ws{server.Url[4..]}/chat\", headers: {{Authorization: \"Bearer s3cret-token\"}}}}}}\n"
        );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("401 Unauthorized: bad token");
        result.Error.ShouldContain("`websocket.headers`");
        result.All.ShouldNotContain("s3cret-token");
    }

    private static List<string> Page() =>
        [
            .. YamlBlock()
                .Matches(File.ReadAllText(Path.Combine(BatonTool.Repository, "docs/targets/websocket.md")))
                .Select(match => match.Groups[1].Value),
        ];

    [GeneratedRegex("```yaml\n(runner:.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex YamlBlock();
}
