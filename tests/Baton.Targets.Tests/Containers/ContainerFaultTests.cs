using Baton.Agents;
using Baton.Targets.Containers;
using Baton.Targets.Guards;
using Baton.Targets.Processes;
using Baton.Targets.Tests.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Containers;

/// <summary>What goes wrong with containers and images is told with the way out, and nothing is left behind.</summary>
public abstract class ContainerFaultTests(ContainerFixture fixture)
{
    [Fact]
    public async Task A_missing_image_is_told_with_the_command_that_makes_it()
    {
        await using ITarget target = Create(options => options with { Image = "no-such-image:1" });

        AgentError probed = (await target.ProbeAsync(CancellationToken.None))!;

        probed.Kind.ShouldBe(ErrorKind.Start);
        probed.Message.ShouldBe(
            $"there is no image `no-such-image:1` and `pull` is `never`; build it with `{fixture.Tool} build -t no-such-image:1 .`, or set `pull: missing`"
        );
        (await target.AskAsync()).Failure().ShouldBe(probed);
    }

    [Theory]
    [InlineData(PullPolicy.Missing)]
    [InlineData(PullPolicy.Always)]
    public async Task An_image_that_cannot_be_fetched_is_told(PullPolicy pull)
    {
        await using ITarget target = Create(options =>
            options with
            {
                Image = "127.0.0.1:1/nobody/has-this",
                Pull = pull,
            }
        );

        AgentError error = (await target.ProbeAsync(CancellationToken.None))!;

        error.Message.ShouldStartWith("the image `127.0.0.1:1/nobody/has-this` could not be fetched: ");
        error.Message.ShouldContain($"`{fixture.Tool} pull 127.0.0.1:1/nobody/has-this`");
    }

    [Fact]
    public async Task An_image_that_is_there_is_not_fetched()
    {
        await using ITarget target = Create(options => options with { Pull = PullPolicy.Missing });

        (await target.AskAsync("hello")).Answer().ShouldBe("You said: hello");
    }

    [Theory]
    [InlineData("no-such-program")]
    [InlineData("/no/such/program")]
    public async Task A_command_that_is_not_in_the_image_is_named(string program)
    {
        await using ITarget target = Create(options => options with { Command = new ProcessCommand([program]) });

        AgentError error = (await target.AskAsync()).Failure();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldStartWith($"`{program}` cannot be run in the image `{LocalEngine.Image}`");
        error.Message.ShouldEndWith("correct `container.command`");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_network_a_user_or_a_folder_that_is_missing_names_its_key()
    {
        await ShouldNameAsync(options => options with { Network = "nowhere" }, "`container.network`");
        await ShouldNameAsync(options => options with { User = "nobody-at-all" }, "`container.user`");
        await ShouldNameAsync(
            options => options with { Volumes = [ContainerVolume.Parse("./no-such-folder:/data", provider: null)] },
            "`container.volumes`"
        );
        await NothingIsLeftAsync();
    }

    [Theory]
    [InlineData("", "can't create /data/new: Read-only file system")]
    [InlineData(":ro", "can't create /data/new: Read-only file system")]
    [InlineData(":rw", "")]
    public async Task A_volume_is_read_only_unless_it_is_said_otherwise(string ending, string refused)
    {
        using TempWorkspace workspace = new();
        workspace.Write("data/fact", "42");
        await using ITarget target = fixture.Create(
            ContainerFixture.JsonLines(options =>
                options with
                {
                    Volumes = [ContainerVolume.Parse($"./data:/data{ending}", provider: null)],
                }
            ),
            fixture.Here with
            {
                ProjectDirectory = workspace.Root,
            }
        );

        List<AgentEvent> events = await target.AskAsync("open");

        events.Answer().ShouldBe("You said: 42");
        string[] said = [.. events.OfType<LogEvent>().Select(log => log.Message).Where(log => log.Contains("/data"))];
        said.ShouldBe(refused.Length == 0 ? [] : [said.Single(log => log.EndsWith(refused, StringComparison.Ordinal))]);
        File.Exists(Path.Combine(workspace.Root, "data/new")).ShouldBe(ending == ":rw");
    }

    [Fact]
    public async Task An_agent_that_closes_its_outputs_and_goes_on_ends_at_the_time_out()
    {
        await using ITarget target = Create(options => options with { Timeout = TimeSpan.FromSeconds(3) });

        AgentError error = (await target.AskAsync("close")).Failure();

        error.Kind.ShouldBe(ErrorKind.Timeout);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_line_that_trickles_in_forever_meets_the_time_out_and_nothing_is_left()
    {
        await using ITarget target = Create(options => options with { Timeout = TimeSpan.FromSeconds(3) });

        (await target.AskAsync("trickle")).Failure().Kind.ShouldBe(ErrorKind.Timeout);

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_line_over_sixteen_mebibytes_fails_the_turn_and_nothing_is_left()
    {
        await using ITarget target = Create();

        AgentError error = (await target.AskAsync("big")).Failure();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("over 16 MiB");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_broken_line_fails_its_run_alone()
    {
        await using ITarget target = Create();

        AgentError error = (await target.AskAsync("broken")).Failure();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("""{"type":"fin""");
        (await target.AskAsync("next")).Answer().ShouldBe("You said: next");
    }

    [Fact]
    public async Task Text_in_a_wrong_encoding_is_kept_readable()
    {
        await using ITarget target = Create();

        (await target.AskAsync("latin")).Answer().ShouldBe("caf\uFFFD");
    }

    [Fact]
    public async Task The_tighter_of_both_bounds_of_memory_ends_the_run_limited()
    {
        RunnerOptions options = ContainerFixture.JsonLines(options =>
            options with
            {
                Memory = new ByteSize(1024L * 1024 * 1024),
            }
        ) with
        {
            Guards = new GuardOptions { MaxMemory = new ByteSize(32 * 1024 * 1024) },
        };
        await using ITarget target = fixture.Create(options);

        fixture.ShouldHaveUsedUpMemory((await target.AskAsync("eat"))[^1]);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_container_taken_away_fails_its_run_and_the_next_has_another()
    {
        await using ITarget target = Create(options => options with { Reuse = true });
        (await target.AskAsync("hello")).Answer().ShouldBe("You said: hello");
        string id = (await fixture.Engine.ContainersAsync()).ShouldHaveSingleItem();

        Task<List<AgentEvent>> hanging = target.AskAsync("hang");
        await fixture.Engine.PostAsync($"containers/{id}/kill");

        (await hanging).Failure().Message.ShouldContain("SIGKILL");
        (await target.AskAsync("again")).Answer().ShouldBe("You said: again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_turn_removes_its_container(bool reuse)
    {
        await using (ITarget target = Create(options => options with { Reuse = reuse }))
        {
            using CancellationTokenSource leaving = new();
            await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
            await Should.ThrowAsync<OperationCanceledException>(async () =>
            {
                await foreach (
                    AgentEvent next in conversation.TakeTurnAsync(
                        new Turn { Input = "hang", Number = 1 },
                        leaving.Token
                    )
                )
                {
                    await leaving.CancelAsync();
                }
            });

            (await target.AskAsync("again")).Answer().ShouldBe("You said: again");
        }

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_port_that_stays_closed_is_told()
    {
        await using ITarget target = Serving(
            "sleep 100",
            options => options with { ReadyTimeout = TimeSpan.FromMilliseconds(200) }
        );

        AgentError error = (await target.AskAsync()).Failure();

        error.Message.ShouldContain("nothing answers on port");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_path_that_never_succeeds_is_told()
    {
        int port = ContainerFixture.FreePort();
        await using ITarget target = Serving(
            $"exec httpd -f -p 127.0.0.1:{port} -h /www",
            options => options with { Port = port, ReadyPath = "/health", ReadyTimeout = TimeSpan.FromSeconds(1) }
        );

        AgentError error = (await target.ProbeAsync(CancellationToken.None))!;

        error.Message.ShouldStartWith($"`GET /health` on port {port}");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_server_that_ends_before_it_listens_is_told_with_its_last_words()
    {
        await using ITarget target = Serving("echo no configuration; exit 4");

        AgentError error = (await target.ProbeAsync(CancellationToken.None))!;

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldStartWith("the container ended with exit code 4 before port");
        error.Message.ShouldEndWith("it printed: no configuration");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_server_that_ends_in_the_middle_is_told_and_the_conversation_goes_on_with_another()
    {
        int port = ContainerFixture.FreePort();
        await using ITarget target = fixture.Create(ContainerFixture.Web(port, reuse: true));
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        (await conversation.AskAsync("hello")).Answer().ShouldBe("You said: hello");
        string id = (await fixture.Engine.ContainersAsync()).ShouldHaveSingleItem();

        Task<List<AgentEvent>> hanging = conversation.AskAsync("hang", 2);
        await fixture.Engine.PostAsync($"containers/{id}/kill");

        (await hanging).Failure().Message.ShouldContain("SIGKILL before it answered");
        (await conversation.AskAsync("again", 3)).Answer().ShouldBe("You said: again");
    }

    private ITarget Serving(string script, Func<ContainerOptions, ContainerOptions>? with = null)
    {
        RunnerOptions web = ContainerFixture.Web(ContainerFixture.FreePort(), reuse: false);
        ContainerOptions options = web.Container! with { Command = new ProcessCommand(["sh", "-c", script]) };
        return fixture.Create(web with { Container = with?.Invoke(options) ?? options });
    }

    private async Task ShouldNameAsync(Func<ContainerOptions, ContainerOptions> with, string key)
    {
        await using ITarget target = Create(with);

        AgentError error = (await target.AskAsync()).Failure();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(key);
    }

    private async Task NothingIsLeftAsync() => (await fixture.Engine.ContainersAsync()).ShouldBeEmpty();

    private ITarget Create(Func<ContainerOptions, ContainerOptions>? with = null) =>
        fixture.Create(ContainerFixture.JsonLines(with));
}
