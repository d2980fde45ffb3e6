using Baton.Configuration;
using Baton.Targets.Templates;
using Baton.Targets.WebSockets;
using static Baton.Targets.Tests.Http.HttpTargetFixture;
using static Baton.Targets.Tests.WebSockets.WebSocketTargetFixture;

namespace Baton.Targets.Tests.WebSockets;

public sealed class WebSocketOptionsTests
{
    [Theory]
    [InlineData("ws://localhost:8000/chat")]
    [InlineData("wss://example.test")]
    [InlineData("ws://[::1]:1/{{ run_id }}?x=$.turn")]
    public void Good_addresses_pass(string url) => Check(new WebSocketOptions { Url = url }).ShouldBeEmpty();

    [Theory]
    [InlineData("", "`ws://localhost:8000/chat`")]
    [InlineData("localhost:8000/chat", "`ws://localhost:8000/chat`")]
    [InlineData("http://localhost:8000/chat", "`ws://localhost:8000/chat`")]
    [InlineData("ws://{{ metadata.host }}/", "another host in every turn")]
    [InlineData("ws://localhost/{{ nobody }}", "names nothing a template knows")]
    public void Wrong_addresses_are_told_at_once(string url, string message)
    {
        ConfigurationError error = Check(new WebSocketOptions { Url = url }).ShouldHaveSingleItem();
        error.Key.ShouldBe("runner.websocket.url");
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("X Y", "no name of a header")]
    [InlineData("Upgrade", "set by Baton")]
    [InlineData("sec-websocket-key", "set by Baton")]
    [InlineData("Sec-WebSocket-Protocol", "`subprotocols`")]
    public void Headers_of_the_handshake_itself_are_refused(string name, string message) =>
        Check(
                new WebSocketOptions
                {
                    Url = "ws://x",
                    Headers = new Dictionary<string, Template> { [name] = Template.Parse("v") },
                }
            )
            .ShouldHaveSingleItem()
            .Message.ShouldContain(message);

    [Fact]
    public void Settings_that_do_not_go_together_are_told_all_at_once() =>
        Check(
                new WebSocketOptions
                {
                    Url = "ws://x",
                    Subprotocols = ["a b", "c", "c"],
                    ReadyValue = "x",
                    DonePath = Path("$"),
                    SingleMessage = true,
                    DoneSilence = TimeSpan.FromMinutes(2),
                    PingInterval = TimeSpan.Zero,
                    PingTimeout = TimeSpan.FromSeconds(1),
                }
            )
            .Select(error => error.Key.Split('.')[^1])
            .ShouldBe([
                "subprotocols",
                "subprotocols",
                "done_path",
                "single_message",
                "done_silence",
                "done_silence",
                "ready_value",
                "ping_timeout",
            ]);

    [Fact]
    public void A_value_needs_its_path() =>
        Check(new WebSocketOptions { Url = "ws://x", DoneValue = "end" })
            .ShouldHaveSingleItem()
            .Message.ShouldContain("goes with `done_path`");
}
