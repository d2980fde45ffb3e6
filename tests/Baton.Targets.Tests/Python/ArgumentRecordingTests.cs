using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Tests.Python;

[Trait("Needs", "Python")]
public sealed class ArgumentRecordingTests
{
    private const string Code = """
        import fluxloop

        @fluxloop.record_call_args()
        def handle(data, send_message, api_key):
            send_message(data["content"])

        def run(input):
            said = []
            handle({"content": input}, said.append, "sk-live")
            return "".join(said)
        """;

    [Fact]
    public async Task Calls_of_several_workers_at_once_are_all_recorded()
    {
        await using PythonAgent agent = Recording(Code, "rec/args.jsonl");
        agent.Options = agent.Options with { Workers = 4 };
        agent.Environment = agent.Environment with { MaxConcurrency = 8 };

        string[] outputs = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(number =>
                    agent.OutputAsync($"input {number}", new ConversationContext { RunId = "r", Iteration = number })
                )
        );

        outputs.ShouldBe(Enumerable.Range(0, 64).Select(number => $"input {number}"));
        JsonNode[] lines =
        [
            .. File.ReadLines(System.IO.Path.Combine(agent.Root, "rec/args.jsonl"))
                .Select(line => JsonNode.Parse(line)!),
        ];
        lines.Length.ShouldBe(64);
        foreach (JsonNode line in lines)
        {
            line["target"]!.GetValue<string>().ShouldBe("agent:handle");
            line["kwargs"]!["data"]!["content"]!.GetValue<string>().ShouldBe($"input {line["iteration"]}");
            line["kwargs"]!["send_message"]!.GetValue<string>().ShouldBe("<builtin:collector.send>");
            line["kwargs"]!["api_key"]!.GetValue<string>().ShouldBe("[redacted]");
        }
    }

    [Fact]
    public async Task A_recording_that_cannot_be_written_harms_no_call_and_is_told_in_the_log()
    {
        await using PythonAgent agent = Recording(Code, ".");

        List<AgentEvent> events = await agent.RunAsync("hi");

        PythonAgent.Output(events).ShouldBe("hi");
        events
            .OfType<LogEvent>()
            .ShouldHaveSingleItem()
            .Message.ShouldStartWith("Baton could not record the arguments of `handle`");
    }

    [Fact]
    public async Task Secrets_are_masked_in_the_observation_too_and_nothing_is_written_unless_recording_is_on()
    {
        await using PythonAgent agent = new(Code);

        List<AgentEvent> events = await agent.RunAsync("hi");

        JsonNode data = JsonNode.Parse(
            events.OfType<ObservationEvent>().ShouldHaveSingleItem().Data!.Value.GetRawText()
        )!;
        data["kwargs"]!["api_key"]!.GetValue<string>().ShouldBe("[redacted]");
        Directory.Exists(System.IO.Path.Combine(agent.Root, "recordings")).ShouldBeFalse();
    }

    private static PythonAgent Recording(string code, string file)
    {
        PythonAgent agent = new(code);
        agent.Environment = agent.Environment with
        {
            Variables = new Dictionary<string, string>(PythonAgent.ProcessVariables)
            {
                ["BATON_RECORD_ARGS"] = "true",
                ["BATON_RECORDING_FILE"] = file,
            },
        };
        return agent;
    }
}
