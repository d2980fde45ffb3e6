using System.Text;
using Baton.Agents;
using Baton.Targets.Processes;
using Baton.Targets.Streaming;
using Baton.Targets.Tests.Containers;
using Baton.Targets.Tests.Processes;
using Baton.Targets.Tests.Python;
using Baton.Targets.WebSockets;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Streaming;

/// <summary>What libraries sent over HTTP says the same when it comes as messages, as lines of a container or out of a generator.</summary>
public sealed class PresetTransportTests
{
    public static TheoryData<string, StreamPreset> Recordings() =>
        new()
        {
            { "openai-chat-weather.sse", StreamPreset.OpenAIChat },
            { "openai-responses-riddle.sse", StreamPreset.OpenAIResponses },
            { "anthropic-riddle.sse", StreamPreset.Anthropic },
            { "ag-ui.sse", StreamPreset.AgUI },
            { "vercel-ai.sse", StreamPreset.VercelAI },
            { "vercel-ai-failed.sse", StreamPreset.VercelAI },
        };

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Messages_of_a_WebSocket_are_explained_and_the_next_turn_begins_anew(
        string name,
        StreamPreset preset
    )
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            while (await socket.ReceiveAsync() is not null)
            {
                foreach (string item in Items(name, withSign: true))
                {
                    await socket.SendAsync(item);
                }
            }
        });
        await using ITarget target = TargetFactory.Create(
            new RunnerOptions
            {
                WebSocket = new WebSocketOptions { Url = server.Url },
                Stream = new StreamOptions { Preset = preset },
            },
            new TargetEnvironment { ProjectDirectory = "/" }
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });

        string expected = await RecordedStream.ReadAsync(name, preset);
        RecordedStream.Show(await conversation.AskAsync("hi")).ShouldBe(expected);
        RecordedStream.Show(await conversation.AskAsync("hi", 2)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_mark_of_the_last_message_ends_a_stream_that_has_no_sign_of_its_own()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            foreach (string item in Items("openai-chat-riddle.sse", withSign: false))
            {
                await socket.SendAsync(item);
            }

            await socket.SendAsync("""{"over":true}""");
            await socket.ReceiveAsync();
        });
        await using ITarget target = TargetFactory.Create(
            new RunnerOptions
            {
                WebSocket = new WebSocketOptions { Url = server.Url, DonePath = RecordedStream.Path("over") },
                Stream = new StreamOptions { Preset = StreamPreset.OpenAIChat },
            },
            new TargetEnvironment { ProjectDirectory = "/" }
        );

        RecordedStream
            .Show(await target.AskAsync())
            .ShouldBe(await RecordedStream.ReadAsync("openai-chat-riddle.sse", StreamPreset.OpenAIChat));
    }

    [Theory]
    [Trait("Needs", "python")]
    [MemberData(nameof(Recordings))]
    public async Task Items_of_a_generator_are_explained(string name, StreamPreset preset)
    {
        string expected = await RecordedStream.ReadAsync(name, preset);
        foreach (string kind in new[] { "def", "async def" })
        {
            await using PythonAgent agent = new(
                $"""
                import json
                {kind} run(input):
                    for line in open("items.jsonl"):
                        yield json.loads(line)
                """
            );
            agent.Options = agent.Options with { Stream = new StreamOptions { Preset = preset } };
            agent.Write("items.jsonl", string.Join('\n', Items(name, withSign: false)));

            RecordedStream.Show(await agent.Target.AskAsync("hi")).ShouldBe(expected);
            RecordedStream.Show(await agent.Target.AskAsync("hi")).ShouldBe(expected);
        }
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task More_items_than_fit_on_the_way_arrive_and_a_failed_generator_is_closed()
    {
        await using PythonAgent agent = new(
            """
            def run(input):
                try:
                    for number in range(1000):
                        yield {"kind": "note"}
                        yield {"said": f"{number} "}
                    if input == "fail":
                        yield {"wrong": "as asked"}
                        while True:
                            yield {"said": "never read"}
                finally:
                    open(input, "w").close()
            """
        );
        agent.Options = agent.Options with
        {
            Stream = new StreamOptions { Text = RecordedStream.Path("said"), Error = RecordedStream.Path("wrong") },
        };

        (await agent.Target.AskAsync("long"))
            .Answer()
            .ShouldBe(string.Concat(Enumerable.Range(0, 1000).Select(n => $"{n} ")));
        (await agent.Target.AskAsync("fail")).Failure().Message.ShouldBe("as asked");
        File.Exists(Path.Combine(agent.Root, "fail")).ShouldBeTrue();
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task Pydantic_items_come_under_the_names_they_have_on_the_wire()
    {
        await using PythonAgent agent = new(
            """
            class Event:
                def __init__(self, **fields): self.fields = fields
                def model_dump(self, by_alias=False):
                    return self.fields if by_alias else {"wrong": "names"}
            def run(input):
                yield Event(type="RUN_STARTED", threadId="t", runId="r")
                yield Event(type="TEXT_MESSAGE_START", messageId="m", role="assistant")
                yield Event(type="TEXT_MESSAGE_CONTENT", messageId="m", delta="hello")
                yield Event(type="TEXT_MESSAGE_END", messageId="m")
                yield Event(type="RUN_FINISHED", threadId="t", runId="r")
            """
        );
        agent.Options = agent.Options with { Stream = new StreamOptions { Preset = StreamPreset.AgUI } };

        (await agent.Target.AskAsync("hi")).Answer().ShouldBe("hello");
    }

    [Fact]
    [Trait("Needs", "docker")]
    public async Task Lines_of_a_container_are_explained()
    {
        string[] recordings = ["anthropic-riddle.sse", "vercel-ai.sse"];
        await using DockerEngine engine = await DockerEngine.StartAsync(
            recordings.ToDictionary(name => $"/{name}", name => string.Join('\n', Items(name, withSign: false)) + "\n")
        );
        foreach (string name in recordings)
        {
            StreamPreset preset = name.StartsWith('a') ? StreamPreset.Anthropic : StreamPreset.VercelAI;
            await using ITarget target = TargetFactory.Create(
                ContainerFixture.JsonLines(options =>
                    options with
                    {
                        Command = new ProcessCommand(["sh", "-c", $"while read -r line; do cat /{name}; done"]),
                    }
                ) with
                {
                    Stream = new StreamOptions { Preset = preset },
                },
                ContainerFixture.At(engine.Address)
            );

            RecordedStream.Show(await target.AskAsync()).ShouldBe(await RecordedStream.ReadAsync(name, preset));
        }
    }

    private static IEnumerable<string> Items(string name, bool withSign) =>
        Encoding
            .UTF8.GetString(RecordedStream.Bytes(name))
            .Split('\n')
            .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
            .Select(line => line["data:".Length..].Trim())
            .Where(item => withSign || item != "[DONE]");
}
