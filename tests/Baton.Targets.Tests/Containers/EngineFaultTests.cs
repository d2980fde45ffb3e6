using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Baton.Agents;
using Baton.Targets.Containers;
using Baton.Targets.Tests.Processes;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;

namespace Baton.Targets.Tests.Containers;

/// <summary>Engines that are not there, go away, say nothing, refuse, or are reached in other ways than by a socket file.</summary>
public sealed class EngineFaultTests
{
    [Theory]
    [InlineData(
        "unix:///no/such.sock",
        "no engine is there: `/no/such.sock` does not exist; install docker and start it with `sudo systemctl start docker`, or set `DOCKER_HOST`"
    )]
    [InlineData("tcp://127.0.0.1:1", "no engine answers at `tcp://127.0.0.1:1`")]
    [InlineData("ssh://somewhere", "write `unix:///path/to/socket` or `tcp://host:port`")]
    public async Task A_missing_engine_is_told_with_the_way_out(string address, string words)
    {
        await using ITarget target = Create(address);

        AgentError probed = (await target.ProbeAsync(CancellationToken.None))!;

        ErrorKind.IsUnreachable(probed.Kind).ShouldBeTrue();
        probed.Message.ShouldContain(words);
        (await target.AskAsync()).Failure().Message.ShouldBe(probed.Message);
    }

    [Fact]
    public async Task Podmans_service_is_looked_for_at_its_own_places()
    {
        await using ITarget target = TargetFactory.Create(
            ContainerFixture.JsonLines(options => options with { Runtime = ContainerRuntime.Podman }),
            new TargetEnvironment
            {
                ProjectDirectory = "/",
                Variables = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = "/nowhere" },
            }
        );

        AgentError probed = (await target.ProbeAsync(CancellationToken.None))!;

        probed.Message.ShouldContain("`/run/podman/podman.sock` does not exist; install podman");
        probed.Message.ShouldContain("`systemctl --user start podman.socket`, or set `CONTAINER_HOST`");
    }

    [Fact]
    public async Task A_socket_in_the_sessions_folder_is_found()
    {
        using TempWorkspace workspace = new();
        string file = workspace.Write("podman/podman.sock", "");
        await using ITarget target = TargetFactory.Create(
            ContainerFixture.JsonLines(options => options with { Runtime = ContainerRuntime.Podman }),
            new TargetEnvironment
            {
                ProjectDirectory = "/",
                Variables = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = workspace.Root },
            }
        );

        (await target.ProbeAsync(CancellationToken.None))!.Message.ShouldContain($"`unix://{file}`");
    }

    [Fact]
    public async Task An_engine_that_says_nothing_is_given_up_after_a_minute()
    {
        ManualTimeProvider time = new();
        using CancellationTokenSource over = new();
        await using RawServer silent = new((_, _) => Task.Delay(Timeout.Infinite, over.Token));
        await using ITarget target = Create(silent.Url.Replace("http:", "tcp:", StringComparison.Ordinal), time);

        Task<AgentError?> probing = target.ProbeAsync(CancellationToken.None).AsTask();
        while (!probing.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(61));
            await Task.Yield();
        }

        (await probing)!.Message.ShouldEndWith("cannot be used: it gave no answer within 60 s");
        await over.CancelAsync();
    }

    [Fact]
    public async Task A_removal_that_is_refused_for_a_moment_is_tried_again()
    {
        int removals = 0;
        await using LoopbackServer engine = await LoopbackServer.StartAsync(context =>
            AnswerAsync(context, () => ++removals < 3 ? StatusCodes.Status409Conflict : StatusCodes.Status204NoContent)
        );
        await using (ITarget target = Create(engine.Url.Replace("http:", "tcp:", StringComparison.Ordinal)))
        {
            AgentError error = (await target.AskAsync()).Failure();

            error.Message.ShouldContain("cannot be attached");
        }

        removals.ShouldBe(3);
    }

    [Fact]
    public async Task A_removal_that_was_never_answered_is_made_up_for()
    {
        int removals = 0;
        await using LoopbackServer engine = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Method == "DELETE" && ++removals == 1)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return AnswerAsync(context, () => StatusCodes.Status204NoContent);
        });
        await using (ITarget target = Create(engine.Url.Replace("http:", "tcp:", StringComparison.Ordinal)))
        {
            await target.AskAsync();
        }

        removals.ShouldBe(2);
    }

    [Fact]
    [Trait("Needs", "docker")]
    public async Task An_engine_that_dies_in_the_middle_is_told_and_used_again_once_it_is_back()
    {
        await using DockerEngine engine = await DockerEngine.StartAsync(ContainerFixture.Files);
        await using (ITarget target = Create(engine.Address))
        {
            await using IConversation open = target.StartConversation(new ConversationContext { RunId = "r" });
            (await open.AskAsync("hello")).Answer().ShouldBe("You said: hello");
            Task<List<AgentEvent>> hanging = open.AskAsync("hang", 2);
            await engine.KillAsync();
            AgentError lost = (await hanging).Failure();
            AgentError gone = (await target.AskAsync()).Failure();
            await engine.RestartAsync();

            lost.Kind.ShouldBe(ErrorKind.ConnectionLost);
            lost.Message.ShouldContain("went away while the container ran");
            gone.Message.ShouldContain("`sudo systemctl start docker`");
            (await target.AskAsync("again")).Answer().ShouldBe("You said: again");
        }

        (await engine.ContainersAsync()).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Needs", "docker")]
    public async Task An_engine_behind_TLS_is_used_with_the_certificates_of_the_environment()
    {
        using TempWorkspace workspace = new();
        using TestCertificate certificate = TestCertificate.For("localhost");
        string folder = Certificates(workspace, "own", certificate);
        using TestCertificate stranger = TestCertificate.For("localhost");
        string strange = Certificates(workspace, "strange", stranger);
        int port = ContainerFixture.FreePort();
        await using DockerEngine engine = await DockerEngine.StartAsync(ContainerFixture.Files);
        await engine.RestartAsync(
            $"--host=tcp://127.0.0.1:{port}",
            "--tlsverify",
            $"--tlscacert={folder}/ca.pem",
            $"--tlscert={folder}/cert.pem",
            $"--tlskey={folder}/key.pem"
        );

        await using ITarget target = Secured(folder);
        await using ITarget wrong = Secured(strange);
        await using ITarget clear = Create($"tcp://localhost:{port}");

        (await target.AskAsync("hello")).Answer().ShouldBe("You said: hello");
        (await engine.ContainersAsync()).ShouldBeEmpty();
        AgentError refused = (await wrong.AskAsync()).Failure();
        refused.Kind.ShouldBe(ErrorKind.Tls);
        refused.Message.ShouldContain($"put ca.pem, cert.pem and key.pem that fit into `{strange}`");
        (await clear.AskAsync()).Failure().Message.ShouldContain("HTTPS");

        ITarget Secured(string certificates) =>
            TargetFactory.Create(
                ContainerFixture.JsonLines(),
                new TargetEnvironment
                {
                    ProjectDirectory = "/",
                    Variables = new Dictionary<string, string>
                    {
                        ["DOCKER_HOST"] = $"tcp://localhost:{port}",
                        ["DOCKER_TLS_VERIFY"] = "1",
                        ["DOCKER_CERT_PATH"] = certificates,
                    },
                }
            );
    }

    [Fact]
    [Trait("Needs", "docker")]
    public async Task An_engine_at_an_IPv6_address_is_reached()
    {
        int port = ContainerFixture.FreePort();
        await using DockerEngine engine = await DockerEngine.StartAsync(ContainerFixture.Files);
        using TcpListener listener = new(IPAddress.IPv6Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await engine.RestartAsync($"--host=tcp://[::1]:{port}", "--tls=false");
        await using ITarget target = Create($"tcp://[::1]:{port}");

        (await target.AskAsync("hello")).Answer().ShouldBe("You said: hello");
    }

    [Fact]
    public async Task An_agents_port_on_another_machine_is_refused_with_the_way_out()
    {
        await using ITarget target = TargetFactory.Create(
            ContainerFixture.Web(8000, reuse: true),
            ContainerFixture.At("tcp://elsewhere.invalid:2375")
        );

        (await target.AskAsync()).Failure().Message.ShouldContain("or use `mode: jsonl`");
    }

    // An engine that makes containers and lets nobody attach to them.
    private static async Task AnswerAsync(HttpContext context, Func<int> remove)
    {
        string path = context.Request.Path.Value!;
        context.Response.StatusCode =
            context.Request.Method == "DELETE" ? remove()
            : path.EndsWith("/attach", StringComparison.Ordinal) ? StatusCodes.Status500InternalServerError
            : path.EndsWith("/create", StringComparison.Ordinal) ? StatusCodes.Status201Created
            : StatusCodes.Status200OK;
        if (context.Response.StatusCode is StatusCodes.Status200OK)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("[]");
        }
    }

    private static string Certificates(TempWorkspace workspace, string name, TestCertificate certificate)
    {
        string pem = certificate.Certificate.ExportCertificatePem();
        string folder = Path.GetDirectoryName(workspace.Write($"{name}/ca.pem", pem))!;
        workspace.Write($"{name}/cert.pem", pem);
        workspace.Write($"{name}/key.pem", certificate.Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return folder;
    }

    private static ITarget Create(string address, TimeProvider? time = null) =>
        TargetFactory.Create(
            ContainerFixture.JsonLines(),
            ContainerFixture.At(address) with
            {
                TimeProvider = time ?? TimeProvider.System,
            }
        );
}
