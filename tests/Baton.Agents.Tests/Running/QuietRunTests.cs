using Baton.Agents.Providers.Scripted;

namespace Baton.Agents.Tests.Running;

/// <summary>Tests that a listener of another test would disturb run when no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class QuietRunTests
{
    [Fact]
    public async Task Nothing_is_made_for_telemetry_when_nobody_listens()
    {
        Agent agent = new("A") { ChatClient = new ScriptedChatClient((_, _) => ScriptedReply.Say("hi")) };
        RunConfig traced = new() { RunId = "r" };
        RunConfig untraced = traced with { TraceEnabled = false };
        long[] with = new long[50];
        long[] without = new long[50];
        for (int round = 0; round < with.Length; round++)
        {
            with[round] = await AllocatedAsync(agent, traced);
            without[round] = await AllocatedAsync(agent, untraced);
        }

        with.Min().ShouldBe(without.Min());
    }

    private static async Task<long> AllocatedAsync(Agent agent, RunConfig config)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        await Runner.RunAsync(agent, "go", config);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
