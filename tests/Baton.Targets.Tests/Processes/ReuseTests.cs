using Baton.Agents;
using Baton.Targets.Processes;

namespace Baton.Targets.Tests.Processes;

public sealed class ReuseTests
{
    /// <summary>Answers by id: <c>wait</c> is answered when <c>go</c> comes, <c>hang</c> never, <c>die</c> kills it.</summary>
    private const string WithIds = """
        import readline from 'node:readline';
        import fs from 'node:fs';
        fs.appendFileSync('started', process.pid + '\n');
        let waiting = [];
        const say = o => process.stdout.write(JSON.stringify(o) + '\n');
        for await (const line of readline.createInterface({ input: process.stdin })) {
          const { type, id, input } = JSON.parse(line);
          if (type === 'cancel') { fs.appendFileSync('cancelled', id + '\n'); if (fs.existsSync('confirm')) say({ type: 'error', id, error: 'given up' }); }
          else if (input === 'wait') waiting.push(id);
          else if (input === 'hang') say({ type: 'delta', id, delta: 'hanging' });
          else if (input === 'die') process.exit(9);
          else {
            for (const other of waiting) say({ type: 'final', id: other, output: 'waited' });
            waiting = [];
            say({ type: 'delta', id, delta: input });
            say({ type: 'final', id, output: `${input} by ${process.pid}` });
          }
        }
        """;

    private const string WithoutIds = """
        import readline from 'node:readline';
        import fs from 'node:fs';
        fs.appendFileSync('started', process.pid + '\n');
        let busy = false;
        readline.createInterface({ input: process.stdin }).on('line', line => {
          const { input } = JSON.parse(line);
          if (input === 'die') process.exit(9);
          if (input === 'hang') return;
          if (busy) { console.log(JSON.stringify({ type: 'error', error: 'two at once' })); return; }
          busy = true;
          setTimeout(() => { busy = false; console.log(JSON.stringify({ type: 'final', output: `${input} by ${process.pid}` })); }, 20);
        });
        """;

    [Fact]
    public async Task An_agent_that_answers_by_id_serves_all_conversations_from_one_process()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(WithIds, Reused);
        (await target.AskAsync("first")).Answer().ShouldStartWith("first by");

        Task<List<AgentEvent>>[] waiting = [.. Enumerable.Range(0, 20).Select(_ => target.AskAsync("wait"))];
        List<AgentEvent> answered = await target.AskAsync("go");
        while (!Array.TrueForAll(waiting, turn => turn.IsCompleted))
        {
            await target.AskAsync("go");
        }

        answered[0].ShouldBe(new TextEvent("go"));
        foreach (Task<List<AgentEvent>> turn in waiting)
        {
            (await turn).Answer().ShouldBe("waited");
        }

        Started(fixture).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Conversations_that_begin_together_wait_until_the_first_answer_shows_what_the_agent_can_do()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(WithIds, Reused);

        List<AgentEvent>[] turns = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => target.AskAsync($"q{i}")));

        turns.Select(turn => turn.Answer().Split(' ')[0]).ShouldBe(Enumerable.Range(0, 8).Select(i => $"q{i}"));
        Started(fixture).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Several_processes_share_the_work_where_the_configuration_says_so()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(WithIds, options => Reused(options) with { MaxProcesses = 2 });
        (await target.AskAsync("first")).Answer();
        await using IConversation one = target.StartConversation(new ConversationContext { RunId = "1" });
        await using IConversation two = target.StartConversation(new ConversationContext { RunId = "2" });
        await using IConversation three = target.StartConversation(new ConversationContext { RunId = "3" });

        string[] pids =
        [
            (await one.AskAsync("a")).Answer()[5..],
            (await two.AskAsync("b")).Answer()[5..],
            (await three.AskAsync("c")).Answer()[5..],
            (await one.AskAsync("d", 2)).Answer()[5..],
        ];

        pids.Distinct().Count().ShouldBe(2);
        pids[3].ShouldBe(pids[0]);
    }

    [Fact]
    public async Task An_agent_without_ids_is_used_one_request_at_a_time_by_a_growing_pool()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(WithoutIds, Reused);

        for (int round = 0; round < 3; round++)
        {
            List<AgentEvent>[] turns = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(i => target.AskAsync($"q{i}"))
            );
            turns.Select(turn => turn.Answer().Split(' ')[0]).ShouldBe(Enumerable.Range(0, 16).Select(i => $"q{i}"));
        }

        Started(fixture).Length.ShouldBeInRange(1, 8);
    }

    [Theory]
    [InlineData(WithIds)]
    [InlineData(WithoutIds)]
    public async Task A_process_that_dies_fails_its_own_run_and_is_replaced(string script)
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(script, Reused);
        (await target.AskAsync("first")).Answer();

        AgentError error = (await target.AskAsync("die")).Failure();

        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.Message.ShouldContain("exit code 9");
        (await target.AskAsync("again")).Answer().ShouldStartWith("again by");
        Started(fixture).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Killing_a_process_fails_all_runs_on_it_and_no_others()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(WithIds, options => Reused(options) with { MaxProcesses = 2 });
        await target.AskAsync("first");
        await using IConversation first = target.StartConversation(new ConversationContext { RunId = "1" });
        await using IConversation other = target.StartConversation(new ConversationContext { RunId = "2" });
        int pid = int.Parse((await first.AskAsync("a")).Answer()[5..]);
        await other.AskAsync("b");

        Task<List<AgentEvent>> lost = first.AskAsync("hang", 2);
        using (System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(pid))
        {
            process.Kill();
        }

        (await lost).Failure().Message.ShouldContain("SIGKILL");
        (await other.AskAsync("c", 2)).Answer().ShouldStartWith("c by");
        (await first.AskAsync("d", 3)).Answer().ShouldStartWith("d by");
    }

    [Fact]
    public async Task A_request_given_up_is_cancelled_on_the_wire_and_the_process_stays_when_it_confirms()
    {
        await using AgentFixture fixture = new();
        fixture.Workspace.Write("confirm", "");
        ProcessTarget target = fixture.Node(WithIds, Impatient);
        (await target.AskAsync("first")).Answer();

        (await target.AskAsync("hang")).Failure().Kind.ShouldBe(ErrorKind.Timeout);

        (await target.AskAsync("next")).Answer().ShouldStartWith("next by");
        fixture.Workspace.Read("cancelled").ShouldBe("req-2\n");
        Started(fixture).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_does_not_confirm_a_cancellation_is_replaced_and_ended()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(
            WithIds,
            options => Impatient(options) with { KillTimeout = TimeSpan.FromMilliseconds(100) }
        );
        (await target.AskAsync("first")).Answer();

        (await target.AskAsync("hang")).Failure().Kind.ShouldBe(ErrorKind.Timeout);

        await Group.WaitUntilEmptyAsync(Started(fixture)[0]);
        (await target.AskAsync("next")).Answer().ShouldStartWith("next by");
        Started(fixture).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Without_ids_a_request_given_up_ends_its_process_alone()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(WithoutIds, Impatient);
        (await target.AskAsync("first")).Answer();

        (await target.AskAsync("hang")).Failure().Kind.ShouldBe(ErrorKind.Timeout);

        Group.Members(Started(fixture)[0]).ShouldBe(0);
        (await target.AskAsync("next")).Answer().ShouldStartWith("next by");
    }

    [Fact]
    public async Task A_program_that_does_one_turn_and_exits_may_be_reused_too()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import sys, json
            print(json.dumps({"type": "final", "output": json.loads(sys.stdin.readline())["input"]}))
            """,
            Reused
        );

        for (int i = 0; i < 10; i++)
        {
            (await target.AskAsync($"q{i}")).Answer().ShouldBe($"q{i}");
        }
    }

    [Fact]
    public async Task An_answer_without_id_while_several_wait_is_an_error_not_a_guess()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import sys, json
            count = 0
            for line in sys.stdin:
                message = json.loads(line)
                count += 1
                if count == 1: print(json.dumps({"type": "final", "id": message["id"], "output": "first"}))
                if count == 3: print(json.dumps({"type": "final", "output": "whose?"}))
            """,
            Reused
        );
        (await target.AskAsync("first")).Answer();

        List<AgentEvent>[] turns = await Task.WhenAll(target.AskAsync("a"), target.AskAsync("b"));

        turns.ShouldAllBe(turn => turn.Failure().Kind == ErrorKind.Protocol);
    }

    [Fact]
    public async Task The_probe_starts_a_process_and_waits_until_it_is_ready()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Shell(
            "echo $$ >> started; echo up; while read line; do echo '{\"type\":\"final\",\"output\":\"yes\"}'; done",
            options => Reused(options) with { ReadyPattern = ReadyPattern.Parse("^up$", null) }
        );

        (await target.ProbeAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        (await target.AskAsync()).Answer().ShouldBe("yes");
        Started(fixture).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Disposing_the_target_ends_the_pool()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(WithoutIds, Reused);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => target.AskAsync($"q{i}")));

        await target.DisposeAsync();

        Started(fixture).ShouldAllBe(pid => Group.Members(pid) == 0);
    }

    private static ProcessOptions Reused(ProcessOptions options) => options with { Reuse = true };

    private static ProcessOptions Impatient(ProcessOptions options) =>
        options with
        {
            Reuse = true,
            Timeout = TimeSpan.FromSeconds(2),
            KillTimeout = TimeSpan.FromSeconds(30),
        };

    private static int[] Started(AgentFixture fixture) =>
        [.. fixture.Workspace.Read("started").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
