using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Baton.Agents.Providers;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Providers;

/// <summary>However a stream is cut up, and whatever is in it: the same answer, or one clear failure.</summary>
public sealed class StreamReadingTests
{
    private static readonly Dictionary<string, string> _streams = new(StringComparer.Ordinal)
    {
        ["openai"] = Events(
            """{"id":"c","choices":[{"delta":{"role":"assistant","content":"Zü"}}]}""",
            """{"id":"c","choices":[{"delta":{"content":"rich 🌦"}}]}""",
            """{"id":"c","choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}}]}""",
            """{"id":"c","choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":\"é\"}"}}]}}]}""",
            """{"id":"c","choices":[{"delta":{},"finish_reason":"tool_calls"}]}""",
            "[DONE]"
        ),
        ["openai-responses"] = Events(
            """{"type":"response.created","response":{"id":"c"}}""",
            """{"type":"response.output_text.delta","output_index":0,"delta":"Zü"}""",
            """{"type":"response.output_text.delta","output_index":0,"delta":"rich 🌦"}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"a","name":"f"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{\"x\":\"é\"}"}""",
            """{"type":"response.completed","response":{"id":"c","status":"completed"}}"""
        ),
        ["anthropic"] = Events(
            """{"type":"message_start","message":{"id":"c"}}""",
            """{"type":"content_block_delta","delta":{"type":"text_delta","text":"Zü"}}""",
            """{"type":"content_block_delta","delta":{"type":"text_delta","text":"rich 🌦"}}""",
            """{"type":"content_block_stop"}""",
            """{"type":"content_block_start","content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}""",
            """{"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{\"x\":\"é\"}"}}""",
            """{"type":"content_block_stop"}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"}}""",
            """{"type":"message_stop"}"""
        ),
        ["ollama"] =
            """{"message":{"content":"Zü"},"done":false}"""
            + "\r\n\n"
            + """{"message":{"content":"rich 🌦"},"done":false}"""
            + "\n"
            + """{"message":{"content":"","tool_calls":[{"id":"a","function":{"name":"f","arguments":{"x":"é"}}}]},"done":false}"""
            + "\n"
            + """{"message":{"content":""},"done":true,"done_reason":"stop"}""",
    };

    public static TheoryData<string> Providers => [.. _streams.Keys];

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_stream_means_the_same_however_it_is_cut_up(string provider)
    {
        byte[] whole = Encoding.UTF8.GetBytes(_streams[provider]);

        Prop.ForAll(
                Gen.Choose(1, 40).ListOf().ToArbitrary(),
                sizes =>
                {
                    ChatResponse response = Read(provider, new PiecewiseStream(whole, [.. sizes, 1]));

                    response.Text.ShouldBe("Zürich 🌦");
                    FunctionCallContent call = response
                        .Messages.SelectMany(static message => message.Contents)
                        .OfType<FunctionCallContent>()
                        .ShouldHaveSingleItem();
                    (call.CallId, call.Name, call.Arguments!["x"]!.ToString()).ShouldBe(("a", "f", "é"));
                    response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_stream_that_ends_too_early_is_a_lost_connection_and_no_answer(string provider)
    {
        byte[] whole = Encoding.UTF8.GetBytes(_streams[provider]);
        int enough = Encoding.UTF8.GetByteCount(_streams[provider].TrimEnd()) - 30;

        for (int length = 0; length < enough; length++)
        {
            ModelException failure = Should.Throw<ModelException>(() =>
                Read(provider, new PiecewiseStream(whole[..length], [64]))
            );

            failure.Kind.ShouldBeOneOf(ErrorKind.ConnectionLost, ErrorKind.Protocol);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Whatever_a_server_sends_is_an_answer_or_a_failure_of_the_model(string provider)
    {
        byte[] whole = Encoding.UTF8.GetBytes(_streams[provider]);
        Gen<(int At, byte Value)[]> damages = Gen.Choose(0, whole.Length - 1)
            .SelectMany(at => Gen.Choose(0, 255).Select(value => (at, (byte)value)))
            .ArrayOf();

        Prop.ForAll(
                damages.ToArbitrary(),
                spots =>
                {
                    byte[] bytes = [.. whole];
                    foreach ((int at, byte value) in spots)
                    {
                        bytes[at] = value;
                    }

                    try
                    {
                        Read(provider, new PiecewiseStream(bytes, [7, 50])).ShouldNotBeNull();
                    }
                    catch (ModelException failure)
                    {
                        failure.Message.ShouldContain(provider);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static ChatResponse Read(string provider, Stream body)
    {
        using ModelLab lab = new(
            new StreamServer(provider == "ollama" ? "application/x-ndjson" : "text/event-stream", body)
        );
        return lab.Client(provider, "http://host", retry: ModelRetry.None)
            .GetStreamingResponseAsync("hello")
            .ToChatResponseAsync()
            .GetAwaiter()
            .GetResult();
    }

    private static string Events(params string[] data) =>
        string.Concat(data.Select(static item => $"event: x\ndata: {item}\n\n"));

    private sealed class StreamServer(string type, Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            StreamContent content = new(body);
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    /// <summary>Gives its bytes in pieces of the sizes told, again and again.</summary>
    private sealed class PiecewiseStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int _piece;

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, sizes[_piece++ % sizes.Length]));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            byte[] piece = new byte[buffer.Length];
            int read = Read(piece, 0, piece.Length);
            piece.AsMemory(0, read).CopyTo(buffer);
            return ValueTask.FromResult(read);
        }
    }
}
