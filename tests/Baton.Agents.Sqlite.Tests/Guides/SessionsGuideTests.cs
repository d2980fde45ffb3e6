using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Sessions;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Sqlite.Tests.Guides;

/// <summary>The code of <c>docs/guides/sessions.md</c>.</summary>
public sealed class SessionsGuideTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();
    private readonly ScriptedChatClient _model = new((_, number) => ScriptedReply.Say($"Answer {number}"));

    public void Dispose()
    {
        _model.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public void The_guide_shows_the_code_below() =>
        Snippets.ShouldBeIn("docs/guides/sessions.md", "tests/Baton.Agents.Sqlite.Tests/Guides");

    [Fact]
    public async Task A_conversation_goes_on_from_run_to_run()
    {
        string path = _workspace.PathOf("conversations.db");
        Agent agent = new("Assistant", "Be brief.") { ChatClient = _model };

        // snippet: in-a-file
        using SqliteSessionStore store = new(path);
        RunConfig config = new() { Session = store.Open("ada") };

        await Runner.RunAsync(agent, "My name is Ada.", config);
        RunResult result = await Runner.RunAsync(agent, "What is my name?", config); // knows the first question
        // end snippet

        result.History.Count.ShouldBe(4);
        _model.Requests[1].Messages.Select(message => message.Text).ShouldContain("My name is Ada.");

        List<string> lines = [];

        // snippet: list-and-forget
        foreach (SqliteSessionInfo info in await store.ListAsync())
        {
            lines.Add($"{info.Id}: {info.MessageCount} messages, last on {info.UpdatedAt:d}");
        }

        await store.DeleteAsync("ada");
        // end snippet

        lines.ShouldHaveSingleItem().ShouldStartWith("ada: 4 messages, last on ");
        (await store.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_is_sent_the_latest_turns()
    {
        Agent agent = new("Assistant") { ChatClient = _model };
        ISession session = new InMemorySession();

        // snippet: trimming
        RunConfig config = new()
        {
            Session = session,
            Reducer = new TrimmingReducer(new HistoryLimits { MaxTurns = 20, MaxTokens = 8_000 }),
        };
        // end snippet

        for (int run = 0; run < 25; run++)
        {
            await Runner.RunAsync(agent, $"Question {run}", config);
        }

        (await session.ReadAsync()).Count.ShouldBe(50);
        _model.Requests[^1].Messages.Count(message => message.Role == ChatRole.User).ShouldBe(20);
    }

    [Fact]
    public async Task A_session_reads_as_a_summary_and_the_latest_turns()
    {
        Agent agent = new("Assistant") { ChatClient = _model };
        using ScriptedChatClient smallModel = new((_, _) => ScriptedReply.Say("They talked."));
        using SqliteSessionStore store = new(_workspace.PathOf("conversations.db"));
        List<string> log = [];

        // snippet: summary
        SummarisingReducer reducer = new(smallModel, new HistoryLimits { MaxTurns = 20 })
        {
            KeepTurns = 4,
            OnSummarised = done =>
                log.Add(
                    done.Failure is null
                        ? $"{done.DroppedCount} messages summarised for {done.Usage?.TotalTokenCount} tokens"
                        : $"trimmed, because {done.Failure.Message}"
                ),
        };
        RunConfig config = new() { Session = new SummarisedSession(store.Open("ada"), reducer) };
        // end snippet

        for (int run = 0; run < 30; run++)
        {
            await Runner.RunAsync(agent, $"Question {run}", config);
        }

        log.ShouldBe(["34 messages summarised for  tokens"]);
        _model.Requests[^1].Messages[0].Text.ShouldEndWith("They talked.");
    }

    [Fact]
    public void A_history_from_elsewhere_is_checked_and_repaired()
    {
        ChatMessage[] history =
        [
            new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "weather")]),
        ];

        // snippet: rules
        IReadOnlyList<HistoryViolation> violations = HistoryRules.Validate(history);
        IReadOnlyList<ChatMessage> valid = HistoryRules.Repair(history);
        // end snippet

        violations.ShouldHaveSingleItem().Rule.ShouldBe(HistoryRule.CallHasResult);
        valid.Count.ShouldBe(3);
    }
}
