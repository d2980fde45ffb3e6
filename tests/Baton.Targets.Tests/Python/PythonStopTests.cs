using System.Diagnostics;
using System.Globalization;
using Baton.Agents;
using Baton.Targets.Guards;

namespace Baton.Targets.Tests.Python;

public class PythonStopTests
{
    private const string TellPid = """
        import os, subprocess, sys, threading, time, asyncio, signal

        def tell(place):
            with open(place + ".tmp", "w") as file:
                file.write(str(os.getpid()))
            os.rename(place + ".tmp", place)

        """;

    public static TheoryData<string> Hangs =>
        new(
            "def run(input):\n    tell(input)\n    time.sleep(1e6)",
            "def run(input):\n    tell(input)\n    while True: pass",
            "def run(input):\n    tell(input)\n    while True: print('x')",
            "async def run(input):\n    tell(input)\n    await asyncio.sleep(1e6)",
            "async def run(input):\n    tell(input)\n    time.sleep(1e6)",
            "async def run(input):\n    tell(input)\n    while True: pass",
            "async def run(input):\n    tell(input)\n    while True:\n        try: await asyncio.sleep(1e6)\n        except asyncio.CancelledError: pass",
            "import re\ndef run(input):\n    tell(input)\n    re.match('(a+)+$', 'a' * 60 + 'b')",
            "def run(input):\n    tell(input)\n    subprocess.run(['sleep', '1000'])",
            "def run(input):\n    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])\n    tell(input)\n    while True:\n        try: time.sleep(1e6)\n        except BaseException: pass",
            "def run(input):\n    tell(input)\n    while True: yield 'piece'",
            "async def run(input):\n    tell(input)\n    while True: yield 'piece'",
            "async def run(input):\n    tell(input)\n    while True: yield {'no': 'text'}"
        );

    [Theory]
    [MemberData(nameof(Hangs))]
    public async Task A_cancelled_call_returns_at_once_and_leaves_no_process_behind(string code)
    {
        PythonAgent agent = new(TellPid + code);
        string place = Path.Combine(agent.Root, "pid");
        using CancellationTokenSource stop = new();
        await using IConversation conversation = agent.Converse();
        Task<List<AgentEvent>> turn = PythonAgent.TurnAsync(conversation, place, cancellationToken: stop.Token);
        int group = await PidAsync(place);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => turn);
        await conversation.DisposeAsync();
        await agent.DisposeAsync();
        await GoneAsync(group);
    }

    [Theory]
    [InlineData("time.sleep(1e6)")]
    [InlineData("while True: pass")]
    public async Task A_hung_call_is_stopped_while_other_calls_of_its_worker_finish(string hang)
    {
        await using PythonAgent agent = new(
            TellPid
                + $"""
                def run(input):
                    tell(input)
                    if input.endswith("hung"):
                        {hang}
                    while not os.path.exists(input + ".go"):
                        time.sleep(0.01)
                    return f"finished in {"{os.getpid()}"}"
                """
        );
        agent.Options = agent.Options with { Workers = 1 };
        agent.Environment = agent.Environment with { MaxConcurrency = 4 };
        string hungPlace = Path.Combine(agent.Root, "hung");
        string goodPlace = Path.Combine(agent.Root, "good");
        using CancellationTokenSource stop = new();
        await using IConversation hungConversation = agent.Converse();
        Task<List<AgentEvent>> hung = PythonAgent.TurnAsync(hungConversation, hungPlace, cancellationToken: stop.Token);
        Task<List<AgentEvent>> good = agent.RunAsync(goodPlace);
        int first = await PidAsync(hungPlace);
        (await PidAsync(goodPlace)).ShouldBe(first);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hung);
        await hungConversation.DisposeAsync();
        string nextPlace = Path.Combine(agent.Root, "next");
        agent.Write("next.go", "");
        string elsewhere = "";
        while (
            !elsewhere.StartsWith("finished", StringComparison.Ordinal)
            || elsewhere.EndsWith($" {first}", StringComparison.Ordinal)
        )
        {
            elsewhere = await agent.OutputAsync(nextPlace);
        }

        Directory.Exists($"/proc/{first}").ShouldBeTrue("the old worker ends only after its healthy call");
        agent.Write("good.go", "");
        PythonAgent.Output(await good).ShouldBe($"finished in {first}");
        await GoneAsync(first);
    }

    [Fact]
    public async Task A_blocked_event_loop_fails_the_other_calls_of_that_worker_and_they_may_be_repeated()
    {
        await using PythonAgent agent = new(
            TellPid
                + """
                async def run(input):
                    if input.endswith("hung"):
                        await asyncio.sleep(0.05)
                        tell(input)
                        time.sleep(1e6)
                    await asyncio.sleep(1e6)
                """
        );
        agent.Options = agent.Options with { Workers = 1 };
        agent.Environment = agent.Environment with { MaxConcurrency = 4 };
        string place = Path.Combine(agent.Root, "hung");
        using CancellationTokenSource stop = new();
        await using IConversation hungConversation = agent.Converse();
        Task<List<AgentEvent>> other = agent.RunAsync("other");
        Task<List<AgentEvent>> hung = PythonAgent.TurnAsync(hungConversation, place, cancellationToken: stop.Token);
        int pid = await PidAsync(place);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hung);

        AgentError error = (await other)[^1].ShouldBeOfType<ErrorEvent>().Error;
        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.IsTransient.ShouldBeTrue();
        error.Message.ShouldContain("blocked its event loop");
        await GoneAsync(pid);
    }

    [Fact]
    public async Task A_cancelled_async_call_cleans_up_and_costs_nobody_the_worker()
    {
        await using PythonAgent agent = new(
            TellPid
                + """
                async def run(input):
                    if input == "pid":
                        return str(os.getpid())
                    try:
                        tell(input)
                        await asyncio.sleep(1e6)
                    finally:
                        tell(input + ".cleaned")
                """
        );
        agent.Options = agent.Options with { Workers = 1 };
        string place = Path.Combine(agent.Root, "place");
        using CancellationTokenSource stop = new();
        await using IConversation conversation = agent.Converse();
        Task<List<AgentEvent>> turn = PythonAgent.TurnAsync(conversation, place, cancellationToken: stop.Token);
        int pid = await PidAsync(place);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => turn);

        (await PidAsync(place + ".cleaned")).ShouldBe(pid);
        (await agent.OutputAsync("pid")).ShouldBe(pid.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_a_hung_generator_gave_before_is_kept()
    {
        await using PythonAgent agent = new(
            "import time\ndef run(input):\n    yield 'partial '\n    yield 'answer'\n    time.sleep(1e6)"
        );
        using CancellationTokenSource stop = new();
        List<string> pieces = [];

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (AgentEvent happened in agent.Converse().TakeTurnAsync(new Turn { Input = "x" }, stop.Token))
            {
                pieces.Add(happened.ShouldBeOfType<TextEvent>().Content);
                if (pieces.Count == 2)
                {
                    await stop.CancelAsync();
                }
            }
        });

        pieces.ShouldBe(["partial ", "answer"]);
    }

    [Fact]
    public async Task Leaving_the_enumeration_early_stops_the_call()
    {
        await using PythonAgent agent = new(
            TellPid + "def run(input):\n    try:\n        while True: yield 'x'\n    finally:\n        tell(input)"
        );
        string place = Path.Combine(agent.Root, "closed");

        await foreach (AgentEvent happened in agent.Converse().TakeTurnAsync(new Turn { Input = place }, default))
        {
            happened.ShouldBeOfType<TextEvent>();
            break;
        }

        (await PidAsync(place)).ShouldBePositive();
    }

    [Fact]
    public async Task An_endless_generator_waits_for_whoever_reads_it()
    {
        await using PythonAgent agent = new(
            """
            produced = 0

            def run(input):
                global produced
                if input == "count":
                    yield str(produced)
                    return
                while True:
                    produced += 1
                    yield "x"
            """
        );
        agent.Options = agent.Options with { Workers = 1 };
        agent.Environment = agent.Environment with { MaxConcurrency = 2 };
        await using IAsyncEnumerator<AgentEvent> endless = agent
            .Converse()
            .TakeTurnAsync(new Turn { Input = "go" }, PythonAgent.Patience)
            .GetAsyncEnumerator(PythonAgent.Patience);
        (await endless.MoveNextAsync()).ShouldBeTrue();

        for (int asked = 0; asked < 20; asked++)
        {
            int.Parse(await agent.OutputAsync("count"), CultureInfo.InvariantCulture).ShouldBeLessThan(200);
        }
    }

    [Fact]
    public async Task A_killed_worker_fails_its_own_runs_only_and_is_replaced()
    {
        await using PythonAgent agent = new(
            TellPid
                + """
                def run(input):
                    if input == "again":
                        return "back"
                    os.write(2, b"last words\n")
                    tell(input)
                    time.sleep(1e6)
                """
        );
        agent.Options = agent.Options with { Workers = 2 };
        agent.Environment = agent.Environment with { MaxConcurrency = 2 };
        string first = Path.Combine(agent.Root, "first");
        string second = Path.Combine(agent.Root, "second");
        Task<List<AgentEvent>> killed = agent.RunAsync(first);
        int pid = await PidAsync(first);
        using CancellationTokenSource stop = new();
        await using IConversation otherConversation = agent.Converse();
        Task<List<AgentEvent>> other = PythonAgent.TurnAsync(otherConversation, second, cancellationToken: stop.Token);
        (await PidAsync(second)).ShouldNotBe(pid);

        using (Process process = Process.GetProcessById(pid))
        {
            process.Kill();
        }

        AgentError error = (await killed)[^1].ShouldBeOfType<ErrorEvent>().Error;
        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.Message.ShouldContain("killed by signal 9");
        error.Details!["signal"]!.GetValue<int>().ShouldBe(9);
        error.Details["stderr"]!.GetValue<string>().ShouldContain("last words");
        other.IsCompleted.ShouldBeFalse();
        (await agent.OutputAsync("again")).ShouldBe("back");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public async Task A_worker_that_exits_tells_its_exit_code()
    {
        await using PythonAgent agent = new(
            "import os, sys\ndef run(input):\n    sys.__stderr__.write('bye\\n')\n    sys.__stderr__.flush()\n    os._exit(7)"
        );

        AgentError error = await agent.ErrorAsync();

        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.Message.ShouldContain("exit code 7");
        error.Message.ShouldContain("`bye`");
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_conversation_whose_state_died_with_its_worker_says_so()
    {
        await using PythonAgent agent = new(
            """
            import os
            def run(input, state):
                state["context"]["x"] = 1
                if input == "die": os._exit(1)
                return "ok"
            """
        );
        await using IConversation conversation = agent.Converse();
        PythonAgent.Output(await PythonAgent.TurnAsync(conversation)).ShouldBe("ok");
        (await PythonAgent.TurnAsync(conversation, "die", 2))[^1].ShouldBeOfType<ErrorEvent>();

        AgentError error = (await PythonAgent.TurnAsync(conversation, "more", 3))[^1]
            .ShouldBeOfType<ErrorEvent>()
            .Error;

        error.Message.ShouldContain("state");
        (await agent.OutputAsync()).ShouldBe("ok");
    }

    [Fact]
    public async Task A_worker_whose_channel_is_closed_ends_itself_and_what_it_started()
    {
        await using PythonAgent agent = new(
            TellPid
                + """
                def run(input):
                    child = subprocess.Popen(["sleep", "1000"])
                    tell(input)
                    while True: pass
                """
        );
        string place = Path.Combine(agent.Root, "pid");
        await using TargetHost host = TargetHost.Start(agent.Root, place);
        int pid = await PidAsync(place);
        Members(pid).Count.ShouldBe(2);

        host.Kill();

        await GoneAsync(pid);
    }

    [Fact]
    public async Task Disposing_the_target_ends_calls_nobody_stopped_and_lets_exit_handlers_run()
    {
        PythonAgent agent = new(
            TellPid
                + "import atexit\ndef run(input):\n    atexit.register(tell, input + '.exit')\n    tell(input)\n    return 'ok'"
        );
        string place = Path.Combine(agent.Root, "pid");
        await agent.OutputAsync(place);
        int pid = await PidAsync(place);

        await agent.Target.DisposeAsync();

        (await PidAsync(place + ".exit")).ShouldBe(pid);
        await GoneAsync(pid);
        await agent.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_that_holds_too_much_memory_with_its_children_ends_limited()
    {
        await using PythonAgent agent = new(
            TellPid
                + """
                def run(input):
                    tell(input)
                    yield "partial"
                    child = subprocess.Popen([sys.executable, "-c", "x = b'x' * 300_000_000; import time; time.sleep(1e6)"])
                    child.wait()
                """
        );
        agent.Options = agent.Options with { Guards = new GuardOptions { MaxMemory = new ByteSize(200_000_000) } };
        string place = Path.Combine(agent.Root, "pid");

        List<AgentEvent> events = await agent.RunAsync(place);

        events[0].ShouldBe(new TextEvent("partial"));
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("max_memory");
        await GoneAsync(await PidAsync(place));
    }

    internal static async Task<int> PidAsync(string path)
    {
        while (!File.Exists(path))
        {
            await Task.Delay(5, PythonAgent.Patience);
        }

        return int.Parse(await File.ReadAllTextAsync(path, PythonAgent.Patience), CultureInfo.InvariantCulture);
    }

    internal static async Task GoneAsync(int group)
    {
        while (Members(group).Count > 0)
        {
            await Task.Delay(5, PythonAgent.Patience);
        }
    }

    private static List<string> Members(int group) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .Select(StatOf)
                .Where(stat => stat.Group == group && stat.State != "Z")
                .Select(stat => stat.State),
        ];

    private static (int Group, string State) StatOf(string folder)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(folder, "stat"));
            string[] parts = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(parts[2], CultureInfo.InvariantCulture), parts[0]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return (0, "");
        }
    }
}
