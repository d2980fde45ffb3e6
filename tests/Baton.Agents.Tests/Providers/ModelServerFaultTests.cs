using System.Text.Json.Nodes;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>Every client against a real server that misbehaves.</summary>
[Trait("Needs", "aimock")]
public sealed class ModelServerFaultTests(AimockFixture fixture) : IClassFixture<AimockFixture>, IAsyncLifetime
{
    private readonly ModelLab _lab = new();

    public async ValueTask InitializeAsync() => await fixture.Server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task A_rate_limit_is_waited_for_as_long_as_the_server_asks(string provider)
    {
        await fixture.Server.FailNextAsync(429, "slow down");
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });

        ChatResponse response = await Client(provider).GetResponseAsync([new(ChatRole.User, "hello")]);

        response.Text.ShouldBe("Hi.");
        _lab.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(1)]);
        (await fixture.Server.RequestsAsync()).Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task A_server_that_keeps_failing_is_given_up_with_its_own_words(string provider)
    {
        for (int i = 0; i < 3; i++)
        {
            await fixture.Server.FailNextAsync(503, "the kitchen is closed");
        }

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            Client(provider, new ModelRetry { MaxAttempts = 3 }).GetResponseAsync([new(ChatRole.User, "hello")])
        );

        failure.Kind.ShouldBe(ErrorKind.HttpStatus);
        failure.Status.ShouldBe(503);
        failure.Attempts.ShouldBe(3);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("the kitchen is closed");
        failure.Message.ShouldContain(fixture.Server.Address.Authority);
        _lab.Clock.Waits.Count.ShouldBe(2);
        _lab.Clock.Waits[1].ShouldBeGreaterThan(_lab.Clock.Waits[0]);
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task An_answer_that_is_no_json_is_a_protocol_failure(string provider, bool streamed)
    {
        ModelException failure = await DisturbedAsync(provider, streamed, "malformedRate");

        failure.Kind.ShouldBe(ErrorKind.Protocol);
        failure.Attempts.ShouldBe(1);
        failure.IsTransient.ShouldBeFalse();
        failure.Message.ShouldContain("the answer is not JSON");
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task A_request_that_is_dropped_is_the_servers_failure(string provider, bool streamed)
    {
        ModelException failure = await DisturbedAsync(provider, streamed, "dropRate");

        failure.Kind.ShouldBe(ErrorKind.HttpStatus);
        failure.Status.ShouldBe(500);
        failure.Attempts.ShouldBe(2);
        failure.ServerMessage.ShouldBe("Chaos: request dropped");
        failure.Message.ShouldContain("status 500: Chaos: request dropped (after 2 attempts)");
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task A_rate_limit_that_does_not_end_is_reported_as_one(string provider, bool streamed)
    {
        ModelException failure = await DisturbedAsync(provider, streamed, "rateLimitRate");

        failure.Kind.ShouldBe(ErrorKind.RateLimited);
        failure.Status.ShouldBe(429);
        failure.Attempts.ShouldBe(2);
        failure.IsTransient.ShouldBeTrue();
        failure.ServerMessage.ShouldBe("Chaos: rate limit exceeded");
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task A_connection_that_breaks_is_tried_again_and_then_reported(string provider, bool streamed)
    {
        ModelException failure = await DisturbedAsync(provider, streamed, "disconnectRate");

        failure.Kind.ShouldBe(ErrorKind.ConnectionLost);
        failure.Status.ShouldBeNull();
        failure.Attempts.ShouldBe(2);
        failure.Message.ShouldContain("the connection broke");
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task What_the_server_refuses_is_told_in_its_words_and_not_tried_again(string provider, bool streamed)
    {
        await fixture.Server.AddAsync(
            Fixture(
                """
                {"match": {"userMessage": "hello"},
                 "response": {"status": 404, "error": {"message": "the model `x` does not exist", "type": "not_found_error"}}}
                """
            )
        );

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            ModelLab.AskAsync(Client(provider), [new(ChatRole.User, "hello")], options: null, streamed)
        );

        failure.Kind.ShouldBe(ErrorKind.HttpStatus);
        failure.Status.ShouldBe(404);
        failure.Attempts.ShouldBe(1);
        failure.ServerMessage.ShouldBe("the model `x` does not exist");
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task A_stream_that_is_cut_off_is_not_taken_for_a_whole_answer(string provider)
    {
        await fixture.Server.AddAsync(
            Fixture(
                """
                {"match": {"userMessage": "story"}, "truncateAfterChunks": 6, "chunkSize": 4, "latency": 5,
                 "response": {"content": "A long story that never comes to its end"}}
                """
            )
        );
        List<string> pieces = [];

        ModelException failure = await Should.ThrowAsync<ModelException>(async () =>
        {
            await foreach (
                ChatResponseUpdate update in Client(provider)
                    .GetStreamingResponseAsync([new(ChatRole.User, "Tell me a story")])
            )
            {
                pieces.Add(update.Text);
            }
        });

        failure.Kind.ShouldBe(ErrorKind.ConnectionLost);
        string.Concat(pieces).ShouldStartWith("A lo");
    }

    [Theory]
    [MemberData(nameof(ModelLab.ProvidersBothWays), MemberType = typeof(ModelLab))]
    public async Task A_server_that_does_not_answer_in_time_is_a_time_out(string provider, bool streamed)
    {
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });
        await fixture.Server.DisturbAsync(new JsonObject { ["latencyMs"] = 30_000 });
        IChatClient client = Client(provider, ModelRetry.None, TimeSpan.FromMilliseconds(50));

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            ModelLab.AskAsync(client, [new(ChatRole.User, "hello")], options: null, streamed)
        );

        failure.Kind.ShouldBe(ErrorKind.Timeout);
        failure.Message.ShouldContain("0.05 s");
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task A_stream_that_stalls_in_the_middle_is_a_time_out(string provider)
    {
        await fixture.Server.AddAsync(
            Fixture(
                """
                {"match": {"userMessage": "story"}, "chunkSize": 4, "response": {"content": "Once upon a time"},
                 "streamingProfile": {"ttft": 0, "tps": 0.01}}
                """
            )
        );
        IChatClient client = Client(provider, ModelRetry.None, TimeSpan.FromMilliseconds(200));

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            ModelLab.AskAsync(client, [new(ChatRole.User, "Tell me a story")], options: null, streamed: true)
        );

        failure.Kind.ShouldBe(ErrorKind.Timeout);
        failure.Message.ShouldContain("no answer within 0.2 s");
    }

    [Theory]
    [MemberData(nameof(ModelLab.Providers), MemberType = typeof(ModelLab))]
    public async Task A_wrong_key_is_refused_and_never_shown(string provider)
    {
        IChatClient client = _lab.Client(provider, fixture.Server.Address.ToString(), key: "sk-wrong-secret");

        ModelException failure = await Should.ThrowAsync<ModelException>(() =>
            client.GetResponseAsync([new(ChatRole.User, "hello")])
        );
        AgentError? probed = await client.GetService<IModelProbe>()!.ProbeAsync(CancellationToken.None);

        failure.Kind.ShouldBe(ErrorKind.Unauthorized);
        failure.Attempts.ShouldBe(1);
        failure.ToString().ShouldNotContain("sk-wrong-secret");
        probed!.Kind.ShouldBe(ErrorKind.Unauthorized);
    }

    private async Task<ModelException> DisturbedAsync(string provider, bool streamed, string fault)
    {
        await fixture.Server.AnswerAsync("hello", new JsonObject { ["content"] = "Hi." });
        await fixture.Server.DisturbAsync(new JsonObject { [fault] = 1 });
        IChatClient client = Client(provider, new ModelRetry { MaxAttempts = 2 });
        return await Should.ThrowAsync<ModelException>(() =>
            ModelLab.AskAsync(client, [new(ChatRole.User, "hello")], options: null, streamed)
        );
    }

    private static JsonObject Fixture(string json) => JsonNode.Parse(json)!.AsObject();

    private IChatClient Client(string provider, ModelRetry? retry = null, TimeSpan? timeout = null) =>
        _lab.Client(provider, fixture.Server.Address.ToString(), retry: retry, timeout: timeout);
}
