using Baton.Agents;
using Baton.Targets.Templates;
using Baton.Targets.WebSockets;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

/// <summary>Against somebody else's server.</summary>
[Trait("Needs", "node")]
public sealed class WsPackageTests
{
    [Theory]
    [InlineData(MessageFormat.Text)]
    [InlineData(MessageFormat.Binary)]
    public async Task A_conversation_of_many_turns(MessageFormat format)
    {
        await using WsPackageServer server = await WsPackageServer.StartAsync();
        await using WebSocketTarget target = Bare(Options(server) with { MessageFormat = format });
        (await target.ProbeAsync(Cancellation)).ShouldBeNull();
        (await server.NextCloseAsync()).ShouldBe("closed 1000");
        await using (IConversation conversation = target.Start())
        {
            (await conversation.AskAsync("hi")).ShouldBe([new TextEvent("1 "), new FinalEvent("1 hi chat.v1")]);
            (await conversation.AskAsync("fragments", 2)).Output().ShouldBe("zwölf €");
            (await conversation.AskAsync("pongs", 3)).Output().ShouldBe("1 pong");
            (await conversation.AskAsync("bye", 4)).Output().ShouldBe("2 bye chat.v1");
        }

        (await server.NextCloseAsync()).ShouldBe("closed 1000");
    }

    [Fact]
    public async Task Its_ways_to_end_a_connection_are_told_apart()
    {
        await using WsPackageServer server = await WsPackageServer.StartAsync();
        await using WebSocketTarget target = Bare(Options(server));
        await using IConversation conversation = target.Start();
        IReadOnlyList<AgentEvent> lost = await conversation.AskAsync("terminate");
        (lost.Text(), lost.Error().Kind).ShouldBe(("part", ErrorKind.ConnectionLost), lost.Error().Message);
        AgentError closed = (await conversation.AskAsync("close", 2)).Error();
        closed.Message.ShouldContain("4000 (the agent's own code: as you wish)");
        (await conversation.AskAsync("hi", 3)).Output().ShouldBe("1 hi chat.v1");
    }

    [Fact]
    public async Task Its_refusal_is_read()
    {
        await using WsPackageServer server = await WsPackageServer.StartAsync();
        AgentError error = (await AskAsync(new WebSocketOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(ErrorKind.Unauthorized);
        error.Message.ShouldContain("401 Unauthorized: no token");
    }

    private static WebSocketOptions Options(WsPackageServer server) =>
        new()
        {
            Url = server.Url,
            Subprotocols = ["chat.v2", "chat.v1"],
            Headers = new Dictionary<string, Template> { ["Authorization"] = Template.Parse("Bearer good") },
        };
}
