using System.Runtime.Versioning;
using Baton.Agents;
using Baton.Targets.A2A;
using Baton.Targets.OpenAI;
using Baton.TestSupport;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Http;

/// <summary>A thousand runs later a target holds no more than after the first ones. Alone, for it counts memory.</summary>
[CollectionDefinition(nameof(ReuseOverHttpTests), DisableParallelization = true)]
[Collection(nameof(ReuseOverHttpTests))]
[SupportedOSPlatform("linux")]
public sealed class ReuseOverHttpTests
{
    private const int InFlight = 32;

    [Fact]
    [Trait("Needs", "node")]
    public async Task A2a_keeps_its_connections_and_leaves_none_behind()
    {
        await using NodeAgentServer server = await NodeAgentServer.StartAsync("a2a");
        RunnerOptions options = new() { A2A = new A2AOptions { Url = server.Url } };

        await RunManyAsync(options, () => OpenSockets(server), "quick");
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task Openai_keeps_its_connections_and_leaves_none_behind()
    {
        await using NodeAgentServer server = await NodeAgentServer.StartAsync("chat");
        RunnerOptions options = new()
        {
            OpenAI = new OpenAIOptions { BaseUrl = server.Url, Model = "m" },
        };

        await RunManyAsync(options, () => OpenSockets(server), "hi");
    }

    private static async Task RunManyAsync(RunnerOptions options, Func<int> openSockets, string input)
    {
        int atFirst = openSockets();
        await using (ITarget target = TargetFactory.Create(options, Here with { MaxConcurrency = InFlight }))
        {
            await TakeTurnsAsync(target, 200, input);
            long before = GC.GetTotalMemory(forceFullCollection: true);

            await TakeTurnsAsync(target, 1000, input);

            (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(4 * 1024 * 1024);
            openSockets().ShouldBeLessThanOrEqualTo(atFirst + InFlight);
        }

        await UntilAsync(() => openSockets() <= atFirst);
    }

    private static Task TakeTurnsAsync(ITarget target, int count, string input) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = Cancellation },
            async (_, _) => (await TurnAsync(target, input))[^1].ShouldBeOfType<FinalEvent>()
        );

    /// <summary>What a process has open; its sockets come and go, the rest stays.</summary>
    private static int OpenSockets(NodeAgentServer server) =>
        Directory.EnumerateFileSystemEntries($"/proc/{server.ProcessId}/fd").Count();
}
