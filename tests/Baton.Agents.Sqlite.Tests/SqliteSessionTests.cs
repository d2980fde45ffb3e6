using System.Text;
using System.Text.Json;
using Baton.Agents.Sessions;
using Baton.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Sqlite.Tests;

public sealed class SqliteSessionTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly SqliteSessionStore _store;

    public SqliteSessionTests() => _store = new(_workspace.PathOf("sessions.db"), _clock);

    public void Dispose()
    {
        _store.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Every_kind_of_content_comes_back_as_it_was()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."),
            new(
                ChatRole.User,
                [new TextContent("What is this? 🐈"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]
            )
            {
                AuthorName = "Ada",
                MessageId = "m1",
                CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            },
            new(ChatRole.User, [new UriContent(new Uri("https://example.com/cat.png"), "image/png")]),
            new(
                ChatRole.Assistant,
                [
                    new TextReasoningContent("Hm.") { ProtectedData = "signature" },
                    new FunctionCallContent(
                        "call_1",
                        "look",
                        new Dictionary<string, object?>(StringComparer.Ordinal)
                        {
                            ["at"] = "cat",
                            ["zoom"] = 1.5,
                            ["deep"] = new[] { 1, 2 },
                        }
                    ),
                ]
            ),
            new(
                ChatRole.Tool,
                [
                    new FunctionResultContent("call_1", new { Kind = "cat", Lives = 9 }),
                    new FunctionResultContent("call_2", null),
                ]
            ),
            new(ChatRole.Assistant, [new TextContent("A cat."), new UsageContent(new() { InputTokenCount = 5 })])
            {
                AdditionalProperties = new() { ["mood"] = "good" },
            },
        ];

        await _store.Open("s").AppendAsync(messages);
        IReadOnlyList<ChatMessage> read = await _store.Open("s").ReadAsync();

        Json(read).ShouldBe(Json(messages));
        FunctionCallContent call = read[3].Contents[1].ShouldBeOfType<FunctionCallContent>();
        call.Arguments!["zoom"].ShouldBeOfType<JsonElement>().GetDouble().ShouldBe(1.5);
        read[1].Contents[1].ShouldBeOfType<DataContent>().Data.ToArray().ShouldBe([1, 2, 3]);
        read[3].Contents[0].ShouldBeOfType<TextReasoningContent>().ProtectedData.ShouldBe("signature");
    }

    [Fact]
    public async Task A_result_that_is_only_an_exception_keeps_its_message()
    {
        FunctionResultContent failed = new("call_1", result: null)
        {
            Exception = new InvalidOperationException("no cat"),
        };

        await _store.Open("s").AppendAsync([new(ChatRole.Tool, [failed])]);

        IReadOnlyList<ChatMessage> read = await _store.Open("s").ReadAsync();
        read[0].Contents[0].ShouldBeOfType<FunctionResultContent>().Result!.ToString().ShouldBe("Error: no cat");
        failed.Result.ShouldBeNull();
    }

    [Fact]
    public async Task Sessions_of_one_file_do_not_mix_and_ids_may_be_any_text()
    {
        await _store.Open("a'; DROP TABLE session; --").AppendAsync([new(ChatRole.User, "One")]);
        await _store.Open("A").AppendAsync([new(ChatRole.User, "Two")]);
        await _store.Open("a").AppendAsync([new(ChatRole.User, "Three")]);

        (await TextsAsync("a'; DROP TABLE session; --")).ShouldBe(["One"]);
        (await TextsAsync("A")).ShouldBe(["Two"]);
        (await TextsAsync("a")).ShouldBe(["Three"]);
        (await TextsAsync("never heard of")).ShouldBeEmpty();
    }

    [Fact]
    public void Any_text_comes_back_as_it_was() =>
        Prop.ForAll<NonEmptyString, string>(
                (id, text) =>
                {
                    string name = $"s{WellFormed(id.Get)}";
                    string said = WellFormed(text ?? string.Empty);

                    _store.Open(name).AppendAsync([new(ChatRole.User, said)]).AsTask().Wait();

                    _store.Open(name).ReadAsync().AsTask().Result[^1].Text.ShouldBe(said);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public async Task An_append_that_cannot_be_written_leaves_nothing()
    {
        SqliteSession session = _store.Open("s");
        ChatMessage bad = new(ChatRole.Tool, [new FunctionResultContent("a", new Action(() => { }))]);

        SessionException exception = await Should.ThrowAsync<SessionException>(
            session.AppendAsync([new(ChatRole.User, "Hi"), bad]).AsTask()
        );

        exception.Message.ShouldStartWith("Message 2 to append to session `s` cannot be written as JSON");
        (await session.ReadAsync()).ShouldBeEmpty();
        (await _store.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_append_leaves_nothing()
    {
        SqliteSession session = _store.Open("s");

        await Should.ThrowAsync<OperationCanceledException>(
            session.AppendAsync([new(ChatRole.User, "Hi")], new CancellationToken(canceled: true)).AsTask()
        );

        (await session.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_names_every_session_the_last_changed_first()
    {
        DateTimeOffset start = _clock.GetUtcNow();
        await _store.Open("old").AppendAsync([new(ChatRole.User, "1"), new(ChatRole.Assistant, "2")]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _store.Open("new").AppendAsync([new(ChatRole.User, "1")]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _store.Open("old").AppendAsync([new(ChatRole.User, "3")]);

        (await _store.ListAsync()).ShouldBe([
            new("old", 3, start, start.AddSeconds(2)),
            new("new", 1, start.AddSeconds(1), start.AddSeconds(1)),
        ]);
    }

    [Fact]
    public async Task Clearing_keeps_the_session_and_deleting_does_not()
    {
        SqliteSession session = _store.Open("s");
        await session.AppendAsync([new(ChatRole.User, "1")]);

        await session.ClearAsync();
        (await session.ReadAsync()).ShouldBeEmpty();
        (await _store.ListAsync()).ShouldHaveSingleItem().MessageCount.ShouldBe(0);

        (await _store.DeleteAsync("s")).ShouldBeTrue();
        (await _store.DeleteAsync("s")).ShouldBeFalse();
        (await _store.ListAsync()).ShouldBeEmpty();
        await session.AppendAsync([new(ChatRole.User, "again")]);
        (await TextsAsync("s")).ShouldBe(["again"]);
    }

    [Fact]
    public async Task Appends_of_many_threads_all_arrive_and_do_not_interleave()
    {
        await Parallel.ForAsync(
            0,
            60,
            async (number, cancel) =>
                await _store
                    .Open($"s{number % 3}")
                    .AppendAsync([new(ChatRole.User, $"{number}"), new(ChatRole.Assistant, $"{number}")], cancel)
        );

        for (int session = 0; session < 3; session++)
        {
            string[] texts = await TextsAsync($"s{session}");
            texts.Length.ShouldBe(40);
            texts.Chunk(2).ShouldAllBe(pair => pair[0] == pair[1]);
        }
    }

    [Fact]
    public void An_empty_id_or_path_is_refused()
    {
        Should.Throw<ArgumentException>(() => _store.Open(" "));
        Should.Throw<ArgumentException>(() => new SqliteSessionStore(string.Empty));
    }

    private async Task<string[]> TextsAsync(string id) =>
        [.. (await _store.Open(id).ReadAsync()).Select(message => message.Text)];

    // Half a surrogate pair is no text and has no bytes.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string[] Json(IEnumerable<ChatMessage> messages) =>
        [.. messages.Select(message => JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions))];
}
