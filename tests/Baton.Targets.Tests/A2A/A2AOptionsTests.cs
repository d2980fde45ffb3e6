using Baton.Targets.A2A;

namespace Baton.Targets.Tests.A2A;

public sealed class A2AOptionsTests
{
    [Theory]
    [InlineData("{url: http://localhost:9999}", "", "")]
    [InlineData("{card: cards/guide.json}", "", "")]
    [InlineData("{}", "", "names no agent")]
    [InlineData("{url: http://x, card: http://x/card.json}", "card", "keep one")]
    [InlineData("{url: localhost}", "url", "no absolute address")]
    [InlineData("{card: \"ftp://x/card.json\"}", "card", "no absolute address")]
    [InlineData("{url: http://x, endpoint: /rpc}", "endpoint", "no absolute address")]
    [InlineData("{url: http://x, headers: {\"a b\": x}}", "headers", "no name of a header")]
    [InlineData("{url: http://x, strem: true}", "strem", "stream")]
    public void Wrong_settings_name_their_key(string yaml, string key, string message) =>
        Sections.Check<A2AOptions>(yaml, key, message);
}
