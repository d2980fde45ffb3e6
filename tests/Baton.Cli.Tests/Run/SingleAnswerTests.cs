using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Run;

namespace Baton.Cli.Tests.Run;

public sealed class SingleAnswerTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData(true, "Hello \nthere\n")]
    [InlineData(false, "Hello there\n")]
    public void The_answer_stands_on_standard_output_once(bool terminal, string shown)
    {
        int exitCode = Tell(
            terminal,
            json: false,
            new LogEvent("loading", "stdout"),
            new TextEvent("Hello "),
            new ToolCallEvent("c", "look_up", null),
            new TextEvent("there"),
            new FinalEvent("Hello there")
        );

        exitCode.ShouldBe(0);
        _output.ToString().ShouldBe(shown);
        _error.ToString().ShouldBe("[stdout] loading\n[tool] look_up\n");
    }

    [Fact]
    public void A_failure_keeps_what_was_said_and_ends_with_1()
    {
        int exitCode = Tell(
            terminal: false,
            json: false,
            new TextEvent("Hel"),
            new ErrorEvent(new AgentError(ErrorKind.Timeout, "no answer with key sk-1"))
        );

        exitCode.ShouldBe(1);
        _output.ToString().ShouldBe("Hel\n");
        _error.ToString().ShouldBe("error: timeout: no answer with key [redacted]\n");
    }

    [Fact]
    public void Programs_get_one_JSON_object()
    {
        Tell(
            terminal: true,
            json: true,
            new TextEvent("part"),
            new UsageEvent(
                new Usage
                {
                    InputTokens = 3,
                    OutputTokens = 4,
                    Cost = 0.5m,
                }
            ),
            new UsageEvent(new Usage { InputTokens = 1 }),
            new LimitEvent("max_tool_calls", "more than 0 tool calls")
        );

        JsonNode answer = JsonNode.Parse(_output.ToString())!;
        answer["success"]!.GetValue<bool>().ShouldBeFalse();
        answer["output"]!.GetValue<string>().ShouldBe("part");
        answer["error"]!["kind"]!.GetValue<string>().ShouldBe("max_tool_calls");
        answer["token_usage"]!["input"]!.GetValue<int>().ShouldBe(4);
        answer["cost"]!.GetValue<decimal>().ShouldBe(0.5m);
    }

    private int Tell(bool terminal, bool json, params AgentEvent[] events)
    {
        ToolSession session = new()
        {
            Out = _output,
            Error = _error,
            In = TextReader.Null,
            OutputIsTerminal = terminal,
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string>(),
            Clock = new ManualTimeProvider(),
        };
        SingleAnswer answer = new(
            session,
            new Redaction(text => text.Replace("sk-1", "[redacted]", StringComparison.Ordinal), []),
            json
        );
        foreach (AgentEvent happened in events)
        {
            answer.Add(happened);
        }

        return answer.Finish();
    }
}
