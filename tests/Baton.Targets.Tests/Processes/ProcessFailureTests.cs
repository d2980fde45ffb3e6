using Baton.Agents;
using Baton.Targets.Processes;

namespace Baton.Targets.Tests.Processes;

public sealed class ProcessFailureTests
{
    [Fact]
    public async Task A_missing_program_is_told_by_name()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Target(Command("no-such-program"));

        AgentError error = (await target.AskAsync()).Failure();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldStartWith("`no-such-program` is not on PATH");
        (await target.ProbeAsync(TestContext.Current.CancellationToken))!.Message.ShouldBe(error.Message);
    }

    [Fact]
    public async Task A_file_that_may_not_be_executed_is_told_with_the_way_out()
    {
        await using AgentFixture fixture = new();
        fixture.Workspace.Write("agent.sh", "#!/bin/sh\n");

        (await fixture.Target(Command("./agent.sh")).AskAsync()).Failure().Message.ShouldContain("chmod +x ./agent.sh");
        (await fixture.Target(Command("agent.sh")).AskAsync()).Failure().Message.ShouldContain("write `./agent.sh`");
    }

    [Fact]
    public async Task A_script_whose_interpreter_is_missing_could_not_be_started()
    {
        await using AgentFixture fixture = new();
        string script = fixture.Workspace.Write("agent.sh", "#!/no/such/interpreter\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        AgentError error = (await fixture.Target(Command("./agent.sh")).AskAsync()).Failure();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain("agent.sh");
    }

    [Fact]
    public async Task A_missing_folder_is_told()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Target(
            new RunnerOptions
            {
                Process = new ProcessOptions { Command = new(["sh"]), Cwd = "nowhere" },
            }
        );

        AgentError? error = await target.ProbeAsync(TestContext.Current.CancellationToken);

        error!.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain("nowhere");
    }

    [Fact]
    public async Task A_program_that_is_there_passes_the_probe()
    {
        await using AgentFixture fixture = new();

        (await fixture.Target(Command("sh")).ProbeAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_program_that_never_gets_ready_fails_the_probe()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Target(
            new RunnerOptions
            {
                Process = new ProcessOptions
                {
                    Command = new(["sh", "-c", "echo starting"]),
                    ReadyPattern = ReadyPattern.Parse("listening", null),
                },
            }
        );

        AgentError? error = await target.ProbeAsync(TestContext.Current.CancellationToken);

        error!.Kind.ShouldBe(ErrorKind.Start);
    }

    [Fact]
    public async Task An_early_exit_carries_the_exit_code_and_the_tail_of_stderr()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture.Shell("read line\necho out of order >&2\nexit 3").AskAsync();

        AgentError error = events.Failure();
        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.Message.ShouldBe(
            "the process ended with exit code 3 before it sent a `final` line; its standard error says: out of order"
        );
        error.Details!.ToJsonString().ShouldBe("""{"exit_code":3,"stderr":"out of order"}""");
        events.ShouldContain(new LogEvent("out of order", "stderr"));
    }

    [Fact]
    public async Task A_quiet_end_is_no_output()
    {
        await using AgentFixture fixture = new();

        (await fixture.Shell("read line").AskAsync()).Failure().Kind.ShouldBe(ErrorKind.NoOutput);
    }

    [Fact]
    public async Task A_final_line_without_anything_is_no_output()
    {
        await using AgentFixture fixture = new();

        (await fixture.Shell("""echo '{"type":"final"}'; read line; read line""").AskAsync())
            .Failure()
            .Kind.ShouldBe(ErrorKind.NoOutput);
    }

    [Fact]
    public async Task An_agent_killed_in_mid_turn_fails_with_the_signal_and_keeps_what_it_said()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Shell("""read line; echo '{"type":"delta","delta":"so far"}'; kill -9 $$""")
            .AskAsync();

        events[0].ShouldBe(new TextEvent("so far"));
        AgentError error = events.Failure();
        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.Message.ShouldContain("SIGKILL");
        error.Details!["signal"]!.GetValue<string>().ShouldBe("SIGKILL");
    }

    [Theory]
    [InlineData("""{"type":"final","output":"cut""")]
    [InlineData("{oops}")]
    [InlineData("""{"type":"final","output":"a"} trailing""")]
    [InlineData("""{"type":"tool_call"}""")]
    public async Task A_broken_line_fails_the_turn_and_is_shown(string line)
    {
        await using AgentFixture fixture = new();
        fixture.Workspace.Write("line", line + "\n");

        AgentError error = (await fixture.Shell("read line; cat line; read line").AskAsync()).Failure();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain(line);
    }

    [Fact]
    public async Task A_line_over_sixteen_mebibytes_fails_the_turn()
    {
        await using AgentFixture fixture = new();
        AgentError error = (
            await fixture
                .Python(
                    """
                    import sys
                    sys.stdin.readline()
                    sys.stdout.write('{"type":"final","output":"' + "x" * (17 << 20) + '"}\n')
                    """
                )
                .AskAsync()
        ).Failure();

        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("over 16 MiB: `{\"type\":\"final\",\"output\":\"xxx");
        error.Message.Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell(
            """
            read line
            printf 'na\357ve\n'
            printf '\376\377\000{\n'
            printf '{"type":"delta","delta":"caf\351 "}\n'
            printf '{"type":"final","output":"caf\351"}\n'
            """
        );

        List<AgentEvent> events = await target.AskAsync();

        events.Answer().ShouldBe("caf\uFFFD");
        events.OfType<TextEvent>().ShouldHaveSingleItem().Content.ShouldBe("caf\uFFFD ");
        events.OfType<LogEvent>().First().Message.ShouldBe("na\uFFFDve");
    }

    [Fact]
    public async Task A_line_that_trickles_in_forever_meets_the_time_out_and_the_process_ends()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell(
            """
            echo $$ > pid
            read line
            printf '{"type":"delta","delta":"part"}\n{"type":"final","output":"'
            while :; do printf x; sleep 0.01; done
            """,
            options => options with { Timeout = TimeSpan.FromMilliseconds(500) }
        );

        List<AgentEvent> events = await target.AskAsync();

        events.OfType<TextEvent>().ShouldHaveSingleItem().Content.ShouldBe("part");
        events.Failure().Kind.ShouldBe(ErrorKind.Timeout);
        await Group.WaitUntilEmptyAsync(fixture.NumberIn("pid"));
    }

    [Fact]
    public async Task A_process_that_closes_its_input_may_still_answer_and_else_meets_the_time_out()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell(
            """
            echo $$ > pid
            read line
            exec 0<&-
            echo '{"type":"final","output":"one"}'
            sleep 1000
            """,
            options => options with { Timeout = TimeSpan.FromSeconds(1) }
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });

        (await conversation.AskAsync("one")).Answer().ShouldBe("one");
        (await conversation.AskAsync("two", 2)).Failure().Kind.ShouldBe(ErrorKind.Timeout);

        await Group.WaitUntilEmptyAsync(fixture.NumberIn("pid"));
    }

    [Fact]
    public async Task A_line_of_many_mebibytes_is_read_whole()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                """
                import sys
                sys.stdin.readline()
                print('{"type":"final","output":"' + "x" * (15 << 20) + '"}')
                """
            )
            .AskAsync();

        events.Answer().Length.ShouldBe(15 << 20);
    }

    [Fact]
    public async Task A_program_that_never_becomes_ready_is_told_and_stopped()
    {
        await using AgentFixture fixture = new();
        AgentError error = (
            await fixture
                .Shell(
                    "echo $$ > pid; echo warming up; sleep 1000",
                    options =>
                        options with
                        {
                            ReadyPattern = ReadyPattern.Parse("listening", null),
                            ReadyTimeout = TimeSpan.FromMilliseconds(300),
                        }
                )
                .AskAsync()
        ).Failure();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain("`listening`");
        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task A_program_that_ends_before_it_is_ready_could_not_be_started()
    {
        await using AgentFixture fixture = new();
        AgentError error = (
            await fixture
                .Shell(
                    "echo no config >&2; exit 4",
                    options => options with { ReadyPattern = ReadyPattern.Parse("x", null) }
                )
                .AskAsync()
        ).Failure();

        error.Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain("exit code 4");
        error.Message.ShouldContain("no config");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_that_crashes_at_once_fails_every_turn_and_holds_up_none(bool reuse)
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell("echo broken >&2; exit 2", options => options with { Reuse = reuse });

        List<AgentEvent>[] turns = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => target.AskAsync()));

        turns.ShouldAllBe(turn => turn.Failure().Kind == ErrorKind.ProcessExit);
        turns.ShouldAllBe(turn => turn.Failure().Message.Contains("broken"));
    }

    private static RunnerOptions Command(params string[] command) =>
        new() { Process = new ProcessOptions { Command = new ProcessCommand(command) } };
}
