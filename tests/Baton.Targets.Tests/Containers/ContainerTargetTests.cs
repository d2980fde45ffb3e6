using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Tests.Processes;

namespace Baton.Targets.Tests.Containers;

/// <summary>Agents in containers of a real engine.</summary>
public abstract class ContainerTargetTests(ContainerFixture fixture)
{
    /// <summary>The engine.</summary>
    protected ContainerFixture Fixture => fixture;

    [Fact]
    public async Task An_agent_answers_in_pieces_and_its_container_is_removed()
    {
        await using (ITarget target = Create(ContainerFixture.JsonLines()))
        {
            List<AgentEvent> events = await target.AskAsync("hello");

            events.Answer().ShouldBe("You said: hello");
            events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["You said: ", "hello"]);
            events.OfType<LogEvent>().ShouldContain(log => log.Message == "agent is up" && log.Source == "stderr");
        }

        (await fixture.Engine.ContainersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_keeps_its_container()
    {
        await using ITarget target = Create(ContainerFixture.JsonLines());
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });

        (await conversation.AskAsync("one")).Answer().ShouldBe("You said: one");
        string[] during = await fixture.Engine.ContainersAsync();
        (await conversation.AskAsync("two", 2)).Answer().ShouldBe("You said: two");

        (await fixture.Engine.ContainersAsync()).ShouldBe(during);
    }

    [Fact]
    public async Task Little_is_allowed_inside()
    {
        await using ITarget target = Create(ContainerFixture.JsonLines());

        (await target.AskAsync("write")).Answer().ShouldContain("Read-only file system");
        await using ITarget open = Create(
            ContainerFixture.JsonLines(options => options with { Writable = true, User = "1234" })
        );
        (await open.AskAsync("who")).Answer().ShouldBe("You said: 1234");
    }

    [Fact]
    public async Task An_end_in_the_middle_is_told_with_the_code_and_the_last_words()
    {
        await using ITarget target = Create(ContainerFixture.JsonLines());

        AgentError error = (await target.AskAsync("exit now")).Failure();

        error.Kind.ShouldBe(ErrorKind.ProcessExit);
        error.Message.ShouldBe(
            "the container ended with exit code 3 before it sent a `final` line; its standard error says: going"
        );
        error.Details!["stderr"]!.ToString().ShouldContain("agent is up");
    }

    [Fact]
    public async Task A_turn_that_hangs_ends_at_the_guard_and_nothing_is_left()
    {
        RunnerOptions options = ContainerFixture.JsonLines() with
        {
            Guards = new GuardOptions { MaxDuration = TimeSpan.FromSeconds(5) },
        };
        await using (ITarget target = Create(options))
        {
            (await target.AskAsync("hang"))[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("max_duration");
            (await target.AskAsync("next")).Answer().ShouldBe("You said: next");
        }

        (await fixture.Engine.ContainersAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_on_a_port_answers_over_HTTP(bool reuse)
    {
        await using (ITarget target = Create(ContainerFixture.Web(ContainerFixture.FreePort(), reuse)))
        {
            (await target.ProbeAsync(CancellationToken.None)).ShouldBeNull();
            (await target.AskAsync("hello")).Answer().ShouldBe("You said: hello");
            (await target.AskAsync("fail")).Failure().Message.ShouldContain("as asked");
        }

        (await fixture.Engine.ContainersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_container_serves_a_thousand_runs_and_leaves_nothing_behind()
    {
        const int Runs = 1000;
        int before = fixture.Engine.OpenFiles;
        await using (ITarget target = Create(ContainerFixture.JsonLines(options => options with { Reuse = true })))
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Runs),
                new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (number, _) => (await target.AskAsync($"n{number}")).Answer().ShouldBe($"You said: n{number}")
            );
            (await fixture.Engine.ContainersAsync()).Length.ShouldBe(1);
        }

        (await fixture.Engine.ContainersAsync()).ShouldBeEmpty();
        fixture.Engine.OpenFiles.ShouldBeLessThan(before + 20);
    }

    [Fact]
    public async Task What_a_dead_Baton_left_is_swept_away_and_what_a_living_one_has_stays()
    {
        string dead = await fixture.LeaveAsync("this-machine", ownBoot: true);
        string elsewhere = await fixture.LeaveAsync("another-machine", ownBoot: false);
        await using ITarget living = Create(ContainerFixture.JsonLines());
        await using IConversation open = living.StartConversation(new ConversationContext { RunId = "r" });
        (await open.AskAsync("hello")).Answer().ShouldBe("You said: hello");

        await using ITarget next = Create(ContainerFixture.JsonLines());
        await next.ProbeAsync(CancellationToken.None);

        string[] left = await fixture.Engine.ContainersAsync();
        left.ShouldNotContain(dead);
        left.ShouldContain(elsewhere);
        left.Length.ShouldBe(2);
        await fixture.RemoveAsync(elsewhere);
    }

    [Fact]
    public async Task A_container_that_holds_too_much_memory_ends_its_run_as_limited()
    {
        await using ITarget target = Create(
            ContainerFixture.JsonLines(options => options with { Memory = new ByteSize(32 * 1024 * 1024) })
        );

        fixture.ShouldHaveUsedUpMemory((await target.AskAsync("eat"))[^1]);
    }

    private ITarget Create(RunnerOptions options) => fixture.Create(options);
}
