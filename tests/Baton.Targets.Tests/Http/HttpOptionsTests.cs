using Baton.Targets.Http;
using Baton.Targets.Templates;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Http;

public sealed class HttpOptionsTests
{
    [Theory]
    [InlineData("http://localhost:8000/chat")]
    [InlineData("https://example.test")]
    [InlineData("http://[::1]:1/{{ run_id }}/$.persona.name?x=$.turn")]
    public void Good_addresses_pass(string url) => Check(new HttpOptions { Url = url }).ShouldBeEmpty();

    [Theory]
    [InlineData("", "no absolute address")]
    [InlineData("localhost:8000/chat", "no absolute address")]
    [InlineData("/chat", "no absolute address")]
    [InlineData("ftp://example.test", "no absolute address")]
    [InlineData("http://", "no absolute address")]
    [InlineData("http://a b/", "no absolute address")]
    [InlineData("http://{{ metadata.host }}/", "another host in every turn")]
    [InlineData("http://localhost/{{ nobody }}", "names nothing a template knows")]
    [InlineData("http://localhost/{{ input", "never closed")]
    public void Wrong_addresses_are_told_at_once(string url, string message)
    {
        Configuration.ConfigurationError error = Check(new HttpOptions { Url = url }).ShouldHaveSingleItem();
        error.Key.ShouldBe("runner.http.url");
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("X Y", "v", "no name of a header")]
    [InlineData("Content-Length", "3", "set by Baton")]
    [InlineData("X", "a\nb", "line break")]
    public void Wrong_headers_are_told_at_once(string name, string value, string message) =>
        Check(
                new HttpOptions
                {
                    Url = "http://x",
                    Headers = new Dictionary<string, Template> { [name] = Template.Parse(value) },
                }
            )
            .ShouldHaveSingleItem()
            .Message.ShouldContain(message);

    [Fact]
    public void Settings_that_do_not_go_together_are_told_all_at_once() =>
        Check(
                new HttpOptions
                {
                    Url = "http://x",
                    BodyFormat = BodyFormat.Form,
                    BodyTemplate = Template.Parse("$.input"),
                    StreamEventFilter = ["a"],
                    StreamOutputPath = Path("a"),
                    Retry = new HttpRetryOptions { StatusCodes = [200, 503] },
                }
            )
            .Select(error => error.Key)
            .ShouldBe([
                "runner.http.body_template",
                "runner.http.stream_event_filter",
                "runner.http.stream_output_path",
                "runner.http.retry",
            ]);
}
