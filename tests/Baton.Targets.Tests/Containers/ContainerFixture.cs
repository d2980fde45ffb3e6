using System.Net;
using System.Net.Sockets;
using Baton.Agents;
using Baton.Targets.Containers;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Containers;

/// <summary>One engine for all tests of containers: Docker's.</summary>
public class ContainerFixture : IAsyncLifetime
{
    /// <summary>Says back what it hears, in pieces; does as some words say.</summary>
    private const string Agent = """
        #!/bin/sh
        echo "agent is up" >&2
        while read -r line; do
          input=$(echo "$line" | sed 's/.*"input":"\([^"]*\)".*/\1/')
          id=$(echo "$line" | sed -n 's/.*"id":\("[^"]*"\).*/"id":\1,/p')
          case "$line" in *'"type":"input"'*) ;; *) continue ;; esac
          case "$input" in
            fail) echo "{$id\"type\":\"error\",\"error\":\"as asked\"}"; continue ;;
            exit*) echo "going" >&2; exit 3 ;;
            hang) sleep 1000 ;;
            eat) x=$(head -c 200m /dev/zero | tr '\0' 'x'); input=${#x} ;;
            write) touch /written 2>/tmp/why; input=$(cat /tmp/why) ;;
            who) input=$(id -u) ;;
            noise) echo "not JSON"; ;;
            close) exec >&- 2>&-; sleep 1000 ;;
            open) input=$(cat /data/fact; echo new > /data/new) ;;
            broken) echo '{"type":"fin'; continue ;;
            trickle) printf '{"type":"final","output":"'; while :; do printf x; done ;;
            big) printf '{"type":"final","output":"'; head -c 17m /dev/zero | tr '\0' 'x'; sleep 1000 ;;
            latin) printf '{%s"type":"final","output":"caf\351"}\n' "$id"; continue ;;
          esac
          echo "{$id\"type\":\"delta\",\"delta\":\"You said: \"}"
          echo "{$id\"type\":\"delta\",\"delta\":\"$input\"}"
          echo "{$id\"type\":\"final\"}"
        done
        """;

    /// <summary>Where an engine that is no test's own is found by a target.</summary>
    public static TargetEnvironment At(string address) =>
        new()
        {
            ProjectDirectory = Path.GetTempPath(),
            Variables = new Dictionary<string, string> { ["DOCKER_HOST"] = address },
            MaxConcurrency = 4,
        };

    private const string Page = """
        #!/bin/sh
        body=$(head -c "$CONTENT_LENGTH")
        if [ "$body" = hang ]; then sleep 1000; fi
        if [ "$body" = fail ]; then
          printf 'Status: 422 No\r\nContent-Type: application/json\r\n\r\n{"error":"as asked"}'
        else
          printf 'Content-Type: text/plain\r\n\r\nYou said: %s' "$body"
        fi
        """;

    public static Dictionary<string, string> Files { get; } =
        new() { ["/agent.sh"] = Agent, ["/www/cgi-bin/chat"] = Page };

    public LocalEngine Engine { get; private set; } = null!;

    /// <summary>Where the engine is found.</summary>
    public virtual TargetEnvironment Here => At(Engine.Address);

    /// <summary>Which engine it is.</summary>
    protected virtual ContainerRuntime Runtime => ContainerRuntime.Docker;

    /// <summary>The engine's command.</summary>
    public string Tool => Runtime == ContainerRuntime.Podman ? "podman" : "docker";

    /// <summary>The turn ended because the container used up its memory.</summary>
    public virtual void ShouldHaveUsedUpMemory(AgentEvent last) =>
        last.ShouldBeOfType<LimitEvent>().Limit.ShouldBe("max_memory");

    /// <summary>A target on the engine.</summary>
    public ITarget Create(RunnerOptions options, TargetEnvironment? environment = null) =>
        TargetFactory.Create(
            options with
            {
                Container = options.Container! with { Runtime = Runtime },
            },
            environment ?? Here
        );

    public static RunnerOptions JsonLines(Func<ContainerOptions, ContainerOptions>? with = null)
    {
        ContainerOptions options = new()
        {
            Image = LocalEngine.Image,
            Command = new ProcessCommand(["/bin/sh", "/agent.sh"]),
            Pull = PullPolicy.Never,
            StopTimeout = TimeSpan.Zero,
        };
        return new RunnerOptions { Container = with?.Invoke(options) ?? options };
    }

    public static RunnerOptions Web(int port, bool reuse) =>
        new()
        {
            Container = new ContainerOptions
            {
                Image = LocalEngine.Image,
                Command = new ProcessCommand(["/bin/httpd", "-f", "-p", $"127.0.0.1:{port}", "-h", "/www"]),
                Mode = ContainerMode.Http,
                Port = port,
                Network = "host",
                Reuse = reuse,
                Pull = PullPolicy.Never,
                StopTimeout = TimeSpan.Zero,
                Http = new Baton.Targets.Http.HttpOptions
                {
                    Url = "http://agent/cgi-bin/chat",
                    BodyFormat = Baton.Targets.Http.BodyFormat.Text,
                    BodyTemplate = Baton.Targets.Templates.Template.Parse("{{ input }}"),
                },
            },
        };

    /// <summary>Leaves a container as a Baton would that was killed.</summary>
    public async Task<string> LeaveAsync(string owner, bool ownBoot)
    {
        using ContainerEngine engine = new(new EngineAddress(Engine.Address), TimeProvider.System);
        System.Text.Json.Nodes.JsonObject description = ContainerDescription.Of(
            JsonLines().Container!,
            memory: null,
            new Dictionary<string, string>(),
            "/"
        );
        string boot = ownBoot ? ContainerOwner.Own.Split(':')[0] : owner;
        description["Labels"]![ContainerOwner.Label] = $"{boot}:{int.MaxValue}:0";
        string name = $"left-{Guid.NewGuid():N}";
        await engine.CreateAsync(name, description, CancellationToken.None);
        await engine.StartAsync(name, CancellationToken.None);
        return (string)(await engine.InspectAsync(name, CancellationToken.None))["Id"]!;
    }

    public async Task RemoveAsync(string id)
    {
        using ContainerEngine engine = new(new EngineAddress(Engine.Address), TimeProvider.System);
        await engine.RemoveAsync(id, CancellationToken.None);
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask InitializeAsync() => Engine = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the engine.</summary>
    protected virtual async Task<LocalEngine> StartAsync() => await DockerEngine.StartAsync(Files);
}
