using Baton.Targets.OpenAI;

namespace Baton.Targets.Tests.OpenAI;

public sealed class OpenAIOptionsTests
{
    [Theory]
    [InlineData("{base_url: http://localhost:1234, model: m}", "", "")]
    [InlineData("{base_url: localhost:1234, model: m}", "base_url", "no absolute address")]
    [InlineData("{base_url: \"http://x/v1?key=1\", model: m}", "base_url", "must end with its path")]
    [InlineData("{model: m}", "base_url", "required")]
    [InlineData("{base_url: http://x}", "model", "required")]
    [InlineData("{base_url: http://x, model: \"\"}", "model", "empty")]
    [InlineData("{base_url: http://x, model: m, api_key: k, headers: {authorization: x}}", "api_key", "keep one")]
    [InlineData("{base_url: http://x, model: m, body: {temperature: 1}}", "body", "settings beside `body`")]
    [InlineData("{base_url: http://x, model: m, headers: {\"a b\": x}}", "headers", "no name of a header")]
    [InlineData("{base_url: http://x, model: m, temprature: 1}", "temprature", "temperature")]
    public void Wrong_settings_name_their_key(string yaml, string key, string message) =>
        Sections.Check<OpenAIOptions>(yaml, key, message);
}
