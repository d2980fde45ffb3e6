using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Templates;
using Baton.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Http;

public sealed class HttpTargetTests
{
    [Fact]
    public async Task The_input_is_posted_as_json_and_the_answer_is_found()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"output": "hello"}""");
        (await TurnAsync(new HttpOptions { Url = $"{server.Url}/chat" })).Output().ShouldBe("hello");
        ReceivedRequest request = server.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Target.ShouldBe("/chat");
        request.Headers["Content-Type"].ShouldBe("application/json");
        request.Headers["Accept"].ShouldContain("application/json");
        request.Body.ShouldBe("""{"input":"hi","messages":[{"role":"user","content":"hi"}]}""");
    }

    [Theory]
    [InlineData(HttpVerb.Put, "PUT")]
    [InlineData(HttpVerb.Patch, "PATCH")]
    public async Task Other_methods_send_the_body_too(HttpVerb method, string expected)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        (await TurnAsync(new HttpOptions { Url = server.Url, Method = method })).Output().ShouldBe("ok");
        server.Requests[0].Method.ShouldBe(expected);
        server.Requests[0].Body.ShouldContain("\"hi\"");
    }

    [Fact]
    public async Task A_get_tells_the_input_in_its_query()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        await using ITarget target = Target(new HttpOptions { Url = $"{server.Url}/ask?v=1", Method = HttpVerb.Get });
        (await TurnAsync(target, "a&b ü")).Output().ShouldBe("ok");
        server.Requests[0].Target.ShouldBe("/ask?v=1&input=a%26b%20%C3%BC");
        server.Requests[0].Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Address_query_and_headers_follow_the_turn()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        HttpOptions options = new()
        {
            Url = $"{server.Url}/sessions/{{{{ run_id }}}}/$.input?x=1",
            Query = new Dictionary<string, Template> { ["turn"] = Template.Parse("$.turn") },
            Headers = new Dictionary<string, Template>
            {
                ["X-Said"] = Template.Parse("said: {{ input }}"),
                ["Authorization"] = Template.Parse("Bearer abc"),
                ["content-type"] = Template.Parse("application/vnd.agent+json"),
            },
        };
        await using ITarget target = Target(options);
        (await TurnAsync(target, "a/b\r\nInjected: yes")).Output().ShouldBe("ok");
        ReceivedRequest request = server.Requests[0];
        request.Target.ShouldBe("/sessions/run-1/a%2Fb%0D%0AInjected:%20yes?x=1&turn=1");
        request.Headers["X-Said"].ShouldBe("said: a/b  Injected: yes");
        request.Headers["Authorization"].ShouldBe("Bearer abc");
        request.Headers["Content-Type"].ShouldBe("application/vnd.agent+json");
        request.Headers.ContainsKey("Injected").ShouldBeFalse();
    }

    [Fact]
    public async Task A_form_is_encoded_as_browsers_do()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        HttpOptions options = new()
        {
            Url = server.Url,
            BodyFormat = BodyFormat.Form,
            BodyTemplate = Template.ParseJson("""{"q": "$.input", "n": 3, "all": "$.messages[*].role"}"""),
        };
        await using ITarget target = Target(options);
        (await TurnAsync(target, "a b&c=ü")).Output().ShouldBe("ok");
        server.Requests[0].Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded");
        server.Requests[0].Body.ShouldBe("q=a+b%26c%3D%C3%BC&n=3&all=user");
    }

    [Fact]
    public async Task Text_goes_out_and_comes_back_as_it_is()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            using StreamReader reader = new(context.Request.Body);
            await context.Response.WriteAsync($"{{ you said {await reader.ReadToEndAsync()}");
        });
        HttpOptions options = new() { Url = server.Url, BodyFormat = BodyFormat.Text };
        (await TurnAsync(options)).Output().ShouldBe("{ you said hi");
        server.Requests[0].Headers["Content-Type"].ShouldBe("text/plain; charset=utf-8");
    }

    [Fact]
    public async Task What_was_said_before_is_sent_with_the_messages()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        await using ITarget target = Target(new HttpOptions { Url = server.Url });
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        Turn turn = new()
        {
            Input = "more",
            Number = 2,
            History = [new ChatMessage(ChatRole.User, "hi"), new ChatMessage(ChatRole.Assistant, "hello")],
        };
        await foreach (AgentEvent _ in conversation.TakeTurnAsync(turn, Cancellation)) { }

        server
            .Requests[0]
            .Body.ShouldBe(
                """{"input":"more","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"},{"role":"user","content":"more"}]}"""
            );
    }

    [Theory]
    [InlineData("""{"output": "a"}""", "a")]
    [InlineData("""{"response": {"text": "a"}}""", "a")]
    [InlineData("""{"message": {"role": "assistant", "content": "a"}}""", "a")]
    [InlineData(
        """{"content": [{"type": "thinking", "thinking": "x"}, {"type": "text", "text": "a"}, {"text": "b"}]}""",
        "ab"
    )]
    [InlineData("""{"choices": [{"message": {"content": "a"}}]}""", "a")]
    [InlineData("""{"choices": [{"text": "a"}]}""", "a")]
    [InlineData(
        """{"output": [{"type": "reasoning", "content": [{"text": "x"}]}, {"type": "message", "content": [{"type": "output_text", "text": "a"}]}]}""",
        "a"
    )]
    [InlineData("""{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "a"}]}""", "a")]
    [InlineData("""{"data": {"answer": "a"}}""", "a")]
    [InlineData("""{"output": null, "text": "a"}""", "a")]
    [InlineData("""{"result": {"total": 3}}""", """{"total": 3}""")]
    [InlineData("""{"answer": 42}""", "42")]
    [InlineData("""{"output": "", "error": null}""", "")]
    public async Task Common_shapes_need_no_path(string response, string expected)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(response);
        (await TurnAsync(new HttpOptions { Url = server.Url })).Output().ShouldBe(expected);
    }

    [Fact]
    public async Task A_path_to_a_structure_keeps_it_beside_its_text()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"a": [{"b": 1}]}""");
        IReadOnlyList<AgentEvent> events = await TurnAsync(
            new HttpOptions { Url = server.Url, ResponsePath = Path("$.a[0]") }
        );
        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Output.ShouldBe("""{"b": 1}""");
        final.Raw.ShouldNotBeNull().GetProperty("b").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_path_shows_the_keys_there_are_and_how_the_body_begins()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"reply": {"txt": "a"}, "id": 1}""");
        AgentError error = (
            await TurnAsync(new HttpOptions { Url = server.Url, ResponsePath = Path("reply.text") })
        ).Error();
        error.Kind.ShouldBe(ErrorKind.Protocol);
        error.Message.ShouldContain("`reply.text` (`http.response_path`)");
        error.Message.ShouldContain("`reply`, `id`");
        error.Message.ShouldContain("""{"reply": {"txt": "a"}""");
        error.IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"stuff": 1}""", ErrorKind.Protocol, "set `http.response_path`")]
    [InlineData("""[1, 2]""", ErrorKind.Protocol, "a list")]
    [InlineData("""{"output": null}""", ErrorKind.NoOutput, "without output")]
    [InlineData("null", ErrorKind.NoOutput, "without output")]
    [InlineData("", ErrorKind.NoOutput, "empty body")]
    [InlineData("{\"output\": ", ErrorKind.Protocol, "no JSON")]
    [InlineData("""{"error": {"message": "boom"}}""", ErrorKind.Agent, "boom")]
    [InlineData("""{"output": null, "error": "boom"}""", ErrorKind.Agent, "boom")]
    public async Task A_success_without_an_answer_is_told_apart(string response, string kind, string message)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(response);
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Kind.ShouldBe(kind, error.Message);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task The_error_path_decides_what_a_failure_is()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(
            """{"output": "x", "status": {"problem": "no credit"}}"""
        );
        AgentError error = (
            await TurnAsync(new HttpOptions { Url = server.Url, ErrorPath = Path("status.problem") })
        ).Error();
        (error.Kind, error.Message).ShouldBe((ErrorKind.Agent, "no credit"));
    }

    [Theory]
    [InlineData(401, ErrorKind.Unauthorized, false, "`http.headers`")]
    [InlineData(403, ErrorKind.Unauthorized, false, "`http.headers`")]
    [InlineData(404, ErrorKind.HttpStatus, false, "`http.url`")]
    [InlineData(405, ErrorKind.HttpStatus, false, "`http.method`")]
    [InlineData(422, ErrorKind.HttpStatus, false, "`http.body_template`")]
    [InlineData(429, ErrorKind.RateLimited, true, "Too Many Requests")]
    [InlineData(500, ErrorKind.HttpStatus, true, "500 Internal Server Error")]
    [InlineData(503, ErrorKind.HttpStatus, true, "503 Service Unavailable")]
    public async Task Statuses_are_told_apart(int status, string kind, bool transient, string message)
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(
            """{"detail": "what the server says"}""",
            status
        );
        AgentError error = (await TurnAsync(new HttpOptions { Url = $"{server.Url}/x?key=secret" })).Error();
        (error.Kind, error.IsTransient).ShouldBe((kind, transient));
        error.Message.ShouldContain(message);
        error.Message.ShouldContain("what the server says");
        error.Message.ShouldContain($"POST {server.Url}/x answered");
        error.Message.ShouldNotContain("secret");
        error.Details.ShouldNotBeNull()["status"]!.GetValue<int>().ShouldBe(status);
    }

    [Fact]
    public async Task A_long_error_page_is_shortened()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(new string('x', 100_000), 500);
        AgentError error = (await TurnAsync(new HttpOptions { Url = server.Url })).Error();
        error.Message.Length.ShouldBeInRange(500, 700);
    }

    [Fact]
    public async Task Retry_after_may_be_seconds_or_a_date()
    {
        ManualTimeProvider time = new();
        string retryAfter = "7";
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });
        await using HttpTarget target = new(
            new RunnerOptions { Http = new HttpOptions { Url = server.Url } },
            Here with
            {
                TimeProvider = time,
            }
        );
        (await TurnAsync(target)).Error().RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        retryAfter = time.GetUtcNow().AddSeconds(90).ToString("R");
        (await TurnAsync(target)).Error().RetryAfter.ShouldBe(TimeSpan.FromSeconds(90));
        retryAfter = time.GetUtcNow().AddSeconds(-5).ToString("R");
        (await TurnAsync(target)).Error().RetryAfter.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_redirect_that_loses_the_method_is_named()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Path == "/old")
            {
                context.Response.Redirect("/new");
            }
            else
            {
                context.Response.StatusCode = HttpMethods.IsPost(context.Request.Method) ? 200 : 405;
            }

            return Task.CompletedTask;
        });
        AgentError error = (await TurnAsync(new HttpOptions { Url = $"{server.Url}/old" })).Error();
        error.Message.ShouldContain(
            $"POST {server.Url}/old was redirected to GET {server.Url}/new, which answered 405"
        );
    }

    [Fact]
    public async Task Connections_are_used_again()
    {
        HashSet<string> connections = [];
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            connections.Add(context.Connection.Id);
            return context.Response.WriteAsJsonAsync(new { output = "x" });
        });
        await using ITarget target = Target(new HttpOptions { Url = server.Url });
        for (int i = 0; i < 20; i++)
        {
            (await TurnAsync(target)).Output().ShouldBe("x");
        }

        connections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Compressed_answers_are_read()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            context.Response.ContentType = "application/json";
            await using System.IO.Compression.BrotliStream compressed = new(
                context.Response.Body,
                System.IO.Compression.CompressionLevel.Fastest
            );
            await JsonSerializer.SerializeAsync(compressed, new { output = "small" });
        });
        (await TurnAsync(new HttpOptions { Url = server.Url })).Output().ShouldBe("small");
    }

    [Fact]
    public async Task Cookies_do_not_travel_between_runs()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Cookies.Append("session", "one");
            return context.Response.WriteAsJsonAsync(new { output = "x" });
        });
        await using ITarget target = Target(new HttpOptions { Url = server.Url });
        await TurnAsync(target);
        await TurnAsync(target);
        server.Requests[1].Headers.ContainsKey("Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_turn_stops_the_request()
    {
        TaskCompletionSource arrived = new();
        TaskCompletionSource aborted = new();
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            arrived.SetResult();
            await aborted.Task;
        });
        await using ITarget target = Target(new HttpOptions { Url = server.Url });
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });
        using CancellationTokenSource source = new();
        Task turn = Task.Run(async () =>
        {
            await foreach (AgentEvent _ in conversation.TakeTurnAsync(new Turn { Input = "x" }, source.Token)) { }
        });
        await arrived.Task;
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(turn);
        await aborted.Task;
    }

    [Fact]
    public void The_name_shows_no_secrets()
    {
        HttpOptions options = new() { Url = "http://user:pass@example.test/chat/{{ run_id }}?key=secret" };
        new HttpTarget(new RunnerOptions { Http = options }, Here).Name.ShouldBe(
            "POST http://example.test/chat/%E2%80%A6"
        );
    }

    [Fact]
    public async Task User_and_password_of_the_address_become_a_header()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("\"ok\"");
        string url = server.Url.Replace("http://", "http://me:p%40ss@", StringComparison.Ordinal);
        (await TurnAsync(new HttpOptions { Url = url })).Output().ShouldBe("ok");
        server.Requests[0].Headers["Authorization"].ShouldBe("Basic bWU6cEBzcw==");
    }
}
