using System.Diagnostics;
using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Processes;

namespace Baton.Targets.Tests.Processes;

public sealed class ProcessEndingTests
{
    [Fact]
    public async Task A_turn_that_takes_too_long_ends_with_what_was_said_and_without_the_process()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Shell(
                """echo $$ > pid; read line; echo '{"type":"delta","delta":"thinking"}'; sleep 1000""",
                options => options with { Timeout = TimeSpan.FromMilliseconds(500) }
            )
            .AskAsync();

        events[0].ShouldBe(new TextEvent("thinking"));
        events.Failure().Kind.ShouldBe(ErrorKind.Timeout);
        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task A_process_that_ignores_the_signal_is_killed()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import os, signal, sys, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            sys.stdin.readline()
            open("pid", "w").write(str(os.getpid()))
            while True: time.sleep(1)
            """,
            options => options with { KillTimeout = TimeSpan.FromMilliseconds(200) }
        );

        await CancelOnceAsync(target, fixture.Workspace.PathOf("pid"));

        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task The_configured_signal_comes_first()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import os, signal, sys, time
            def leave(*_):
                open("left", "w").write("in peace")
                os._exit(0)
            signal.signal(signal.SIGINT, leave)
            sys.stdin.readline()
            open("pid", "w").write(str(os.getpid()))
            while True: time.sleep(1)
            """,
            options =>
                options with
                {
                    KillSignal = KillSignal.Parse("SIGINT", null),
                    KillTimeout = TimeSpan.FromSeconds(30),
                }
        );

        await CancelOnceAsync(target, fixture.Workspace.PathOf("pid"));

        fixture.Workspace.Read("left").ShouldBe("in peace");
    }

    [Fact]
    public async Task Children_of_the_process_end_with_it()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell("read line; sleep 1000 & sleep 1000 & echo $$ > pid; wait");

        await CancelOnceAsync(target, fixture.Workspace.PathOf("pid"));

        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task A_process_that_forks_and_exits_leaves_nothing_behind()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell(
            """echo $$ > pid; read line; sleep 1000 & echo '{"type":"final","output":"done"}'"""
        );

        (await target.AskAsync()).Answer().ShouldBe("done");
        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task A_descendant_that_left_the_group_and_holds_the_pipe_does_not_hold_up_the_turn()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell(
            "read line; setsid sh -c 'echo $$ > stranger; exec sleep 1000' & while [ ! -s stranger ]; do :; done; exit 5"
        );
        try
        {
            (await target.AskAsync()).Failure().Details!["exit_code"]!.GetValue<int>().ShouldBe(5);
        }
        finally
        {
            using Process stranger = Process.GetProcessById(fixture.NumberIn("stranger"));
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_process_that_closes_its_output_and_lives_on_is_ended()
    {
        await using AgentFixture fixture = new();
        AgentError error = (
            await fixture.Shell("echo $$ > pid; read line; exec >&- ; sleep 1000").AskAsync()
        ).Failure();

        error.Kind.ShouldBe(ErrorKind.NoOutput);
        error.Message.ShouldContain("closed its standard output");
        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task Floods_without_line_breaks_need_no_memory_and_break_nothing()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                """
                import os, sys, threading
                sys.stdin.readline()
                def flood(descriptor):
                    for _ in range(640): os.write(descriptor, b"x" * 65536)
                other = threading.Thread(target=flood, args=(2,))
                other.start(); flood(1); other.join()
                os.write(1, b'\n{"type":"final","output":"survived"}\n')
                """
            )
            .AskAsync();

        events.Answer().ShouldBe("survived");
        events.Count.ShouldBe(3);
        events.OfType<LogEvent>().ShouldAllBe(log => log.Message.Length == 8192);
    }

    [Fact]
    public async Task Very_many_lines_of_logs_are_cut_off_with_a_word_about_it()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Shell("""read line; seq 1 100000; echo '{"type":"final","output":"done"}'; read line""")
            .AskAsync();

        events.Answer().ShouldBe("done");
        events.OfType<LogEvent>().Count().ShouldBeLessThanOrEqualTo(1000);
    }

    [Fact]
    public async Task A_process_that_never_reads_its_input_runs_into_the_time_out()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell(
            "echo $$ > pid; sleep 1000",
            options => options with { Timeout = TimeSpan.FromMilliseconds(500) }
        );

        (await target.AskAsync(new string('x', 4 << 20))).Failure().Kind.ShouldBe(ErrorKind.Timeout);
        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task An_agent_without_end_waits_for_a_slow_reader_and_ends_when_it_leaves()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import os, sys
            open("pid", "w").write(str(os.getpid()))
            sys.stdin.readline()
            count = 0
            while True:
                count += 1
                os.write(1, b'{"type":"delta","delta":"0123456789"}\n')
                if count % 1000 == 0: open("count", "w").write(str(count))
            """
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        int taken = 0;
        await foreach (
            AgentEvent next in conversation.TakeTurnAsync(
                new Turn { Input = "go" },
                TestContext.Current.CancellationToken
            )
        )
        {
            next.ShouldBe(new TextEvent("0123456789"));
            if (++taken == 100)
            {
                await StallAsync(fixture.Workspace.PathOf("count"));
            }

            if (taken == 20_000)
            {
                break;
            }
        }

        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task Disposing_the_target_ends_conversations_that_nobody_disposed()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell("echo $$ > pid; sleep 1000");
        Task<List<AgentEvent>> turn = target.AskAsync();
        await Group.WaitForFileAsync(fixture.Workspace.PathOf("pid"));

        await target.DisposeAsync();

        (await turn).Failure().Kind.ShouldBe(ErrorKind.ProcessExit);
        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    [Fact]
    public async Task A_process_group_over_its_memory_limit_is_ended_as_limited()
    {
        await using AgentFixture fixture = new();
        fixture.Workspace.Write(
            "agent.py",
            """
            import os, subprocess, sys, time
            open("pid", "w").write(str(os.getpid()))
            sys.stdin.readline()
            print('{"type":"delta","delta":"growing"}')
            hold = "import time; block = b'x' * (120 << 20); time.sleep(1000)"
            subprocess.run([sys.executable, "-c", hold])
            """
        );
        ProcessTarget target = fixture.Target(
            new RunnerOptions
            {
                Process = new ProcessOptions { Command = new(["python3", "agent.py"]) },
                Guards = new GuardOptions { MaxMemory = new ByteSize(100 << 20) },
            }
        );

        List<AgentEvent> events = await target.AskAsync();

        events[0].ShouldBe(new TextEvent("growing"));
        LimitEvent limit = events[^1].ShouldBeOfType<LimitEvent>();
        limit.Limit.ShouldBe("max_memory");
        limit.Message.ShouldContain("100 MiB");
        Group.Members(fixture.NumberIn("pid")).ShouldBe(0);
    }

    private static async Task CancelOnceAsync(ProcessTarget target, string file)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        Task turn = Task.Run(async () =>
        {
            await foreach (AgentEvent _ in conversation.TakeTurnAsync(new Turn { Input = "go" }, cancel.Token)) { }
        });
        await Group.WaitForFileAsync(file);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(turn);
    }

    /// <summary>Returns once the agent's count stands still: the pipe is full and nobody reads it.</summary>
    private static async Task StallAsync(string countFile)
    {
        await Group.WaitForFileAsync(countFile);
        string before;
        string after = "";
        do
        {
            before = after;
            await Task.Delay(200, TestContext.Current.CancellationToken);
            after = await File.ReadAllTextAsync(countFile, TestContext.Current.CancellationToken);
        } while (before != after || after.Length == 0);
    }
}
