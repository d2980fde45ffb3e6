using System.Text;
using Baton.Targets.Streaming;
using static Baton.Targets.Tests.Streaming.RecordedStream;

namespace Baton.Targets.Tests.Streaming;

/// <summary>The presets read what the libraries and servers themselves sent; see tests/npm/streams/record.mjs.</summary>
public sealed class PresetTests
{
    private const string Asked = "text: Let me look.\ncall call-1: weather {\"city\":\"Ulm\"}\n";

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Recorded_bytes_become_events(string name, StreamPreset preset, string events) =>
        (await ReadAsync(name, preset)).ShouldBe(events);

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task It_does_not_matter_how_the_bytes_arrive(string name, StreamPreset preset, string events)
    {
        (await ReadAsync(name, preset, 1)).ShouldBe(events);
        (await ReadAsync(name, preset, 7, 64, 3)).ShouldBe(events);
    }

    [Theory]
    [InlineData("openai-chat-weather.sse", StreamPreset.OpenAIChat)]
    [InlineData("openai-responses-weather.sse", StreamPreset.OpenAIResponses)]
    [InlineData("anthropic-weather.sse", StreamPreset.Anthropic)]
    [InlineData("vercel-ai.sse", StreamPreset.VercelAI)]
    [InlineData("ag-ui.sse", StreamPreset.AgUI)]
    [InlineData("a2a-0.3-weather.sse", StreamPreset.A2A)]
    [InlineData("a2a-1.0-weather.sse", StreamPreset.A2A)]
    public async Task A_stream_that_is_cut_off_in_the_middle_is_no_answer(string name, StreamPreset preset)
    {
        string whole = Encoding.UTF8.GetString(Bytes(name));
        int middle = whole.IndexOf("\n\n", whole.Length / 2, StringComparison.Ordinal) + 2;

        string events = await ShowAsync(
            Encoding.UTF8.GetBytes(whole[..middle]),
            isEvents: true,
            new StreamOptions { Preset = preset }
        );

        events.ShouldContain("text: ");
        events.ShouldContain("error connection_lost: the recording ended its stream without ");
    }

    public static TheoryData<string, StreamPreset, string> Recordings =>
        new()
        {
            {
                "openai-chat-weather.sse",
                StreamPreset.OpenAIChat,
                Asked + "call call-2: moon {}\nusage: 11+7=18 gpt-4o\nfinal: Let me look."
            },
            {
                "openai-chat-riddle.sse",
                StreamPreset.OpenAIChat,
                "reasoning: It has keys but no doors.\ntext: A piano.\nusage: 5+9=14 gpt-4o\nfinal: A piano."
            },
            {
                "openai-responses-weather.sse",
                StreamPreset.OpenAIResponses,
                Asked + "call call-2: moon {}\nusage: 11+7=18 gpt-4o\nfinal: Let me look."
            },
            {
                "openai-responses-riddle.sse",
                StreamPreset.OpenAIResponses,
                "reasoning: It has keys but no doors.\ntext: A piano.\nusage: 5+9=14 gpt-4o\nfinal: A piano."
            },
            {
                "openai-agents-responses.ndjson",
                StreamPreset.OpenAIResponses,
                "usage: 0+0=0 gpt-4o\ncall call-1: weather {\"city\":\"Ulm\"}\nresult call-1: {\"celsius\":21}\n"
                    + "text: Ulm has 21 °C.\nusage: 0+0=0 gpt-4o\nfinal: Ulm has 21 °C."
            },
            {
                "openai-agents-chat.ndjson",
                StreamPreset.OpenAIResponses,
                "usage: 2+6=8 gpt-4o\ncall call-1: weather {\"city\":\"Ulm\"}\nresult call-1: {\"celsius\":21}\n"
                    + "text: Ulm has 21 °C.\nusage: 6+4=10 gpt-4o\nfinal: Ulm has 21 °C."
            },
            {
                "anthropic-weather.sse",
                StreamPreset.Anthropic,
                Asked + "call call-2: moon {}\nusage: 11+7=18 claude-sonnet-4\nfinal: Let me look."
            },
            {
                "anthropic-riddle.sse",
                StreamPreset.Anthropic,
                "reasoning: It has keys but no doors.\ntext: A piano.\nusage: 5+9=14 claude-sonnet-4\nfinal: A piano."
            },
            {
                "vercel-ai.sse",
                StreamPreset.VercelAI,
                "reasoning: The weather must be looked up.\n"
                    + Asked
                    + "call call-2: moon {}\nresult call-2: no moon tonight\nresult call-1: {\"celsius\":21}\n"
                    + "text: \\n\\nUlm has 21 °C.\nusage: 41+12=53\nfinal: Let me look.\\n\\nUlm has 21 °C."
            },
            { "vercel-ai-failed.sse", StreamPreset.VercelAI, "text: One mo\nerror agent_error: the model is tired" },
            {
                "vercel-ai-parts.ndjson",
                StreamPreset.VercelAI,
                "reasoning: The weather must be looked up.\n"
                    + Asked
                    + "call call-2: moon {}\nresult call-2: no moon tonight\nresult call-1: {\"celsius\":21}\n"
                    + "usage: 11+7=18 mock-model-id\ntext: \\n\\nUlm has 21 °C.\nusage: 30+5=35 mock-model-id\n"
                    + "final: Let me look.\\n\\nUlm has 21 °C."
            },
            {
                "vercel-ai-parts-failed.ndjson",
                StreamPreset.VercelAI,
                "text: One mo\nerror agent_error: the model is tired"
            },
            {
                "ag-ui.sse",
                StreamPreset.AgUI,
                Asked
                    + "call call-2: moon {}\nresult call-1: {\"celsius\":21}\nresult call-2: \"no moon tonight\"\n"
                    + "text: \\n\\nUlm has 21 °C.\nfinal: Let me look.\\n\\nUlm has 21 °C."
            },
            { "ag-ui-failed.sse", StreamPreset.AgUI, "text: One mo\nerror agent_error: the model is tired" },
            {
                "ag-ui-chunks.sse",
                StreamPreset.AgUI,
                "call call-1: weather {\"city\":\"Ulm\"}\nresult call-1: {\"celsius\":21}\n"
                    + "text: Ulm has 21 °C.\nfinal: Ulm has 21 °C."
            },
            { "langgraph-messages.sse", StreamPreset.LangGraph, Graph },
            { "langgraph-updates.sse", StreamPreset.LangGraph, Graph },
            { "langgraph-values.sse", StreamPreset.LangGraph, Graph },
            { "langgraph-messages-updates-values.sse", StreamPreset.LangGraph, Graph },
            {
                "langgraph-failed.sse",
                StreamPreset.LangGraph,
                Asked + "usage: 11+7=18\nerror agent_error: the weather service is gone"
            },
            { "a2a-0.3-weather.sse", StreamPreset.A2A, Task },
            { "a2a-1.0-weather.sse", StreamPreset.A2A, Task },
            { "a2a-0.3-book.sse", StreamPreset.A2A, "text: For which day?\nfinal: For which day?" },
            { "a2a-1.0-book.sse", StreamPreset.A2A, "text: For which day?\nfinal: For which day?" },
            { "a2a-0.3-fail.sse", StreamPreset.A2A, "log: Looking at the sky\nerror agent_error: the sky is closed" },
            { "a2a-1.0-fail.sse", StreamPreset.A2A, "log: Looking at the sky\nerror agent_error: the sky is closed" },
            { "a2a-0.3-quick.sse", StreamPreset.A2A, "text: You said: quick\nfinal: You said: quick" },
            { "a2a-1.0-quick.sse", StreamPreset.A2A, "text: You said: quick\nfinal: You said: quick" },
        };

    private const string Graph =
        Asked
        + "usage: 11+7=18\nresult call-1: {\"celsius\":21}\ntext: \\n\\nUlm has 21 °C.\nusage: 30+5=35\n"
        + "final: Let me look.\\n\\nUlm has 21 °C.";

    private const string Task =
        "log: Looking at the sky\ntext: Ulm has 21 °C.\\n\\nTake a hat.\nfinal: Ulm has 21 °C.\\n\\nTake a hat.";
}
