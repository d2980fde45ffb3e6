using Baton.Agents;
using Baton.Targets.Processes;
using Baton.Targets.Streaming;
using Baton.Targets.Tests.Streaming;
using static Baton.Targets.Tests.Http.HttpTargetFixture;

namespace Baton.Targets.Tests.Processes;

/// <summary>Programs that print the stream of a library, line by line.</summary>
[Trait("Needs", "node")]
public sealed class ProcessStreamTests
{
    private const string PrintsRecording = """
        import { readFileSync } from 'node:fs';
        import readline from 'node:readline';
        for await (const line of readline.createInterface({ input: process.stdin })) {
          process.stdout.write(readFileSync('stream.ndjson'));
        }
        """;

    [Fact]
    public async Task A_stream_ends_the_turn_and_the_process_takes_the_next()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = Agent(fixture, PrintsRecording, new StreamOptions { Preset = StreamPreset.VercelAI });
        await File.WriteAllBytesAsync(
            fixture.Workspace.PathOf("stream.ndjson"),
            RecordedStream.Bytes("vercel-ai-parts.ndjson"),
            Cancellation
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "run" });

        for (int turn = 1; turn <= 2; turn++)
        {
            IReadOnlyList<AgentEvent> events = await TurnAsync(conversation);
            events.Output().ShouldBe("Let me look.\n\nUlm has 21 °C.");
            events.OfType<ToolCallEvent>().Select(call => call.ToolName).ShouldBe(["weather", "moon"]);
            events.OfType<ToolResultEvent>().Select(result => result.Error).ShouldBe(["no moon tonight", null]);
            events.OfType<UsageEvent>().Sum(usage => usage.Usage.TotalTokens).ShouldBe(53);
        }
    }

    [Fact]
    public async Task A_final_line_ends_a_stream_that_knows_no_end()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = Agent(
            fixture,
            """
            import readline from 'node:readline';
            for await (const line of readline.createInterface({ input: process.stdin })) {
              console.log('{"say": "Let me look."}');
              console.log('{"tool": "weather", "input": "{\\"city\\": "}');
              console.log('not JSON at all');
              console.log('{"input": "\\"Ulm\\"}"}');
              console.log('{"type": "final"}');
            }
            """,
            new StreamOptions
            {
                Text = Path("say"),
                ToolCall = new() { Name = Path("tool"), Arguments = Path("input") },
            }
        );

        IReadOnlyList<AgentEvent> events = await TurnAsync(target);

        events.Output().ShouldBe("Let me look.");
        events.OfType<ToolCallEvent>().Single().Arguments!.Value.GetProperty("city").GetString().ShouldBe("Ulm");
        events.OfType<LogEvent>().Single().Message.ShouldBe("not JSON at all");
    }

    [Fact]
    public async Task A_process_that_ends_inside_its_stream_keeps_the_text()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = Agent(
            fixture,
            """console.log('{"type": "text-delta", "id": "1", "text": "One mo"}'); process.exitCode = 3;""",
            new StreamOptions { Preset = StreamPreset.VercelAI }
        );

        IReadOnlyList<AgentEvent> events = await TurnAsync(target);

        events.Text().ShouldBe("One mo");
        events.Error().Kind.ShouldBe(ErrorKind.ProcessExit);
    }

    [Fact]
    public async Task Streams_of_several_requests_do_not_mix()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = Agent(
            fixture,
            """
            import readline from 'node:readline';
            for await (const line of readline.createInterface({ input: process.stdin })) {
              const { id, input } = JSON.parse(line);
              setImmediate(() => {
                console.log(JSON.stringify({ request_id: id, type: 'text-delta', id: '1', text: `You said ` }));
                setImmediate(() => {
                  console.log(JSON.stringify({ request_id: id, type: 'text-delta', id: '1', text: input }));
                  console.log(JSON.stringify({ request_id: id, type: 'finish', totalUsage: { totalTokens: 1 } }));
                });
              });
            }
            """,
            new StreamOptions { Preset = StreamPreset.VercelAI },
            reuse: true
        );

        IReadOnlyList<AgentEvent>[] turns = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(number => TurnAsync(target, $"{number}"))
        );

        turns
            .Select(events => events.Output())
            .ShouldBe(Enumerable.Range(0, 16).Select(number => $"You said {number}"));
    }

    private static ProcessTarget Agent(AgentFixture fixture, string script, StreamOptions stream, bool reuse = false)
    {
        fixture.Workspace.Write("agent.mjs", script);
        return fixture.Target(
            new RunnerOptions
            {
                Process = new ProcessOptions
                {
                    Command = new ProcessCommand(["node", "agent.mjs"]),
                    KillTimeout = TimeSpan.FromSeconds(1),
                    Reuse = reuse,
                },
                Stream = stream,
            }
        );
    }
}
