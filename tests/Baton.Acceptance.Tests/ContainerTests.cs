using System.Net;
using System.Net.Sockets;

namespace Baton.Acceptance.Tests;

/// <summary>Experiments on agents in containers of a real engine.</summary>
[Trait("Needs", "docker")]
public sealed class ContainerTests : IAsyncLifetime
{
    private readonly TempWorkspace _workspace = new();
    private DockerEngine _engine = null!;

    private Dictionary<string, string> Environment => new() { ["DOCKER_HOST"] = _engine.Address };

    [Fact]
    public async Task The_sample_runs_as_its_README_prints_it_and_leaves_nothing()
    {
        ToolResult result = await BatonTool.RunAsync(
            _workspace.Root,
            Environment,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "container",
            "--yes"
        );

        result.ExitCode.ShouldBe(0, result.All);
        result.All.ShouldContain("10");
        (await _engine.ContainersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_Baton_leaves_the_next_one_removes()
    {
        _workspace.Write(
            "slow/configs/simulation.yaml",
            "runner:\n  container: {image: 'baton-sample:1', command: [sleep, '1000'], pull: never, stop_timeout: 0}\n"
        );
        _workspace.Write("slow/inputs/generated.yaml", "inputs: [hello]\n");
        await using (
            RunningTool killed = BatonTool.Start(
                _workspace.Root,
                Environment,
                "run",
                "experiment",
                "--root",
                ".",
                "--project",
                "slow",
                "--yes"
            )
        )
        {
            await Eventually.Holds(async () => (await _engine.ContainersAsync()).Length == 1, "a container runs");
            killed.Kill();
        }

        string[] left = await _engine.ContainersAsync();
        ToolResult next = await BatonTool.RunAsync(
            _workspace.Root,
            Environment,
            "target",
            "check",
            "--root",
            "samples",
            "--project",
            "container",
            "--only",
            "starts,answers"
        );

        left.Length.ShouldBe(1);
        next.ExitCode.ShouldBe(0, next.All);
        (await _engine.ContainersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agent_on_a_port_is_reached_past_the_proxy_of_the_environment()
    {
        int port = FreePort();
        _workspace.Write(
            "web/configs/simulation.yaml",
            $$"""
            runner:
              container:
                image: "baton-sample:1"
                command: [/bin/httpd, -f, -p, "127.0.0.1:{{port}}", -h, /www]
                mode: http
                port: {{port}}
                network: host
                pull: never
                stop_timeout: 0
                http: {url: "http://agent/answer.txt", method: GET}
            """
        );
        _workspace.Write("web/inputs/generated.yaml", "inputs: [hello]\n");
        await using RecordingProxy proxy = new(port);

        ToolResult result = await BatonTool.RunAsync(
            _workspace.Root,
            new Dictionary<string, string>(Environment) { ["http_proxy"] = proxy.Url },
            "run",
            "single",
            "--root",
            ".",
            "--project",
            "web",
            "hello"
        );

        result.Output.ShouldBe("the agent\n", result.All);
        proxy.Requests.ShouldBeEmpty();
        (await _engine.ContainersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_engine_stops_the_experiment_before_the_first_run()
    {
        ToolResult result = await BatonTool.RunAsync(
            _workspace.Root,
            new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///no/such.sock" },
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "container",
            "--yes"
        );

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("systemctl start docker");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask InitializeAsync()
    {
        string sample = Path.Combine(BatonTool.Repository, "samples/container");
        foreach (string file in new[] { "configs/simulation.yaml", "inputs/generated.yaml" })
        {
            _workspace.Write($"samples/container/{file}", await File.ReadAllTextAsync(Path.Combine(sample, file)));
        }

        _engine = await DockerEngine.StartAsync(
            new Dictionary<string, string>
            {
                ["/www/answer.txt"] = "the agent",
                ["/agent.sh"] = await File.ReadAllTextAsync(Path.Combine(sample, "agent.sh")),
            },
            "baton-sample:1"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _workspace.Dispose();
    }
}
