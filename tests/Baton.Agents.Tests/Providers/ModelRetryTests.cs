using System.Net.Sockets;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

public sealed class ModelRetryTests
{
    private const string Hello = """{"choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}""";

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task A_status_that_may_pass_is_tried_again(int status)
    {
        (ChatResponse response, CannedServer server, _) = await AskAsync(
            CannedServer.Fail(status),
            CannedServer.Json(Hello)
        );

        response.Text.ShouldBe("Hi.");
        server.Requests.Count.ShouldBe(2);
        server.Requests[1].Body.GetRawText().ShouldBe(server.Requests[0].Body.GetRawText());
    }

    [Theory]
    [InlineData(400, "http_status")]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "unauthorized")]
    [InlineData(404, "http_status")]
    [InlineData(422, "http_status")]
    public async Task A_status_that_will_stay_is_not(int status, string kind)
    {
        ModelException failure = await FailAsync(CannedServer.Fail(status, """{"error": {"message": "no"}}"""));

        failure.Kind.ShouldBe(kind);
        failure.Status.ShouldBe(status);
        failure.Attempts.ShouldBe(1);
        failure.IsTransient.ShouldBeFalse();
        failure.ServerMessage.ShouldBe("no");
    }

    [Fact]
    public async Task A_used_up_quota_is_not_waited_for()
    {
        ModelException failure = await FailAsync(
            CannedServer.Fail(429, """{"error": {"message": "pay first", "code": "insufficient_quota"}}""")
        );

        failure.Kind.ShouldBe(ErrorKind.RateLimited);
        failure.Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData("Retry-After", "5", 5)]
    [InlineData("Retry-After", "0.25", 0.25)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    public async Task A_wait_the_server_asks_for_is_kept(string header, string value, double seconds)
    {
        (_, _, IReadOnlyList<TimeSpan> waits) = await AskAsync(
            CannedServer.Fail(429, "", (header, value)),
            CannedServer.Json(Hello)
        );

        waits.ShouldBe([TimeSpan.FromSeconds(seconds)]);
    }

    [Fact]
    public async Task A_date_to_wait_for_is_understood()
    {
        ModelException failure = await FailAsync(
            CannedServer.Fail(429, "", ("Retry-After", DateTimeOffset.UtcNow.AddHours(2).ToString("R")))
        );

        failure.Attempts.ShouldBe(1);
        failure.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromMinutes(110), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_wait_that_is_too_long_fails_at_once_and_is_told()
    {
        ModelException failure = await FailAsync(CannedServer.Fail(429, "", ("Retry-After", "3600")));

        failure.Attempts.ShouldBe(1);
        failure.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        failure.ToError().RetryAfter.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task The_server_has_the_last_word_on_trying_again()
    {
        ModelException failure = await FailAsync(CannedServer.Fail(500, "", ("x-should-retry", "false")));

        failure.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Waits_double_up_to_a_bound_and_are_jittered()
    {
        CannedServer server = new(CannedServer.Fail(500));
        using ModelLab lab = new(server);

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            lab.Client("openai", retry: new ModelRetry { MaxAttempts = 8, MaxDelay = TimeSpan.FromSeconds(4) })
                .GetResponseAsync("hello")
        );

        failure.Attempts.ShouldBe(8);
        double[] full = [0.5, 1, 2, 4, 4, 4, 4];
        lab.Clock.Waits.Count.ShouldBe(full.Length);
        foreach ((TimeSpan wait, double most) in lab.Clock.Waits.Zip(full))
        {
            wait.TotalSeconds.ShouldBeInRange(most / 2, most);
        }

        lab.Clock.Waits.Distinct().Count().ShouldBe(full.Length);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, "refused", 4)]
    [InlineData(HttpRequestError.ResponseEnded, "connection_lost", 4)]
    [InlineData(HttpRequestError.NameResolutionError, "dns", 1)]
    [InlineData(HttpRequestError.SecureConnectionError, "tls", 1)]
    public async Task A_connection_that_fails_has_its_own_word(HttpRequestError error, string kind, int attempts)
    {
        ModelException failure = await FailAsync(CannedServer.Throw(new HttpRequestException(error, "broken")));

        failure.Kind.ShouldBe(kind);
        failure.Attempts.ShouldBe(attempts);
    }

    [Fact]
    public async Task A_port_nobody_listens_at_is_refused()
    {
        using Socket closed = new(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        using ModelLab lab = new();
        IChatClient client = lab.Client("openai", $"http://{closed.LocalEndPoint}");

        ModelException failure = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync("hello"));
        AgentError? probed = await client.GetService<IModelProbe>()!.ProbeAsync(CancellationToken.None);

        failure.Kind.ShouldBe(ErrorKind.Refused);
        probed!.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task Cancelling_is_not_a_failure_of_the_model()
    {
        using ModelLab lab = new(new CannedServer(CannedServer.Json(Hello)));
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            lab.Client("openai").GetResponseAsync("hello", cancellationToken: cancelled.Token)
        );
    }

    [Fact]
    public async Task A_key_that_the_server_repeats_is_blotted_out()
    {
        ModelException failure = await FailAsync(
            CannedServer.Fail(401, $$"""{"error": "bad key {{AimockFixture.Key}}, go away"}""")
        );

        failure.ToString().ShouldNotContain(AimockFixture.Key);
        failure.ServerMessage.ShouldBe("bad key ***, go away");
    }

    [Fact]
    public async Task A_page_that_is_not_the_servers_own_is_shown_by_its_start()
    {
        ModelException failure = await FailAsync(CannedServer.Fail(404, "<html>Not here" + new string('x', 5000)));

        failure.Message.ShouldContain("<html>Not here");
        failure.Message.Length.ShouldBeLessThan(1000);
    }

    private static async Task<(ChatResponse Response, CannedServer Server, IReadOnlyList<TimeSpan> Waits)> AskAsync(
        params Func<HttpResponseMessage>[] answers
    )
    {
        CannedServer server = new(answers);
        using ModelLab lab = new(server);
        ChatResponse response = await lab.Client("openai").GetResponseAsync("hello");
        return (response, server, lab.Clock.Waits);
    }

    private static async Task<ModelException> FailAsync(Func<HttpResponseMessage> answer)
    {
        using ModelLab lab = new(new CannedServer(answer));
        return await Should.ThrowAsync<ModelException>(() => lab.Client("openai").GetResponseAsync("hello"));
    }
}
