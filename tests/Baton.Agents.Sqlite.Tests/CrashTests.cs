using Baton.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Sqlite.Tests;

public sealed class CrashTests : IDisposable
{
    private const int MessagesPerAppend = 40;
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_writer_killed_in_mid_append_loses_nothing_it_was_told_is_kept_and_leaves_no_half_append()
    {
        string path = _workspace.PathOf("sessions.db");
        for (int round = 0; round < 4; round++)
        {
            int kept;
            await using (WriterProcess writer = new(path, "s", $"w{round}", appends: 100_000, MessagesPerAppend))
            {
                await writer.WaitForAppendAsync(5 + (7 * round));
                kept = await writer.KillAsync();
            }

            using SqliteSessionStore store = new(path);
            (string Writer, int Number)[] appends = Appends(await store.Open("s").ReadAsync());
            int found = appends.Count(append => append.Writer == $"w{round}");
            found.ShouldBeInRange(kept, kept + 1, "an append may be on disk that nobody was told of yet");
        }
    }

    [Fact]
    public async Task Two_processes_and_this_one_append_at_once()
    {
        string path = _workspace.PathOf("sessions.db");
        await using WriterProcess first = new(path, "s", "one", appends: 60, MessagesPerAppend);
        await using WriterProcess second = new(path, "s", "two", appends: 60, MessagesPerAppend);
        await Task.WhenAll(first.WaitForAppendAsync(1), second.WaitForAppendAsync(1));
        using SqliteSessionStore store = new(path);
        SqliteSession session = store.Open("s");
        for (int number = 0; number < 20; number++)
        {
            await session.AppendAsync([
                .. Enumerable
                    .Range(0, MessagesPerAppend)
                    .Select(part => new ChatMessage(ChatRole.User, $"three {number} {part}")),
            ]);
            Appends(await session.ReadAsync()).Length.ShouldBeGreaterThan(number);
        }

        (await first.WaitForEndAsync()).ShouldBe(0);
        (await second.WaitForEndAsync()).ShouldBe(0);

        (string Writer, int Number)[] appends = Appends(await session.ReadAsync());
        appends.Length.ShouldBe(60 + 60 + 20);
        foreach (IGrouping<string, (string Writer, int Number)> writer in appends.GroupBy(append => append.Writer))
        {
            writer.Select(append => append.Number).ShouldBe(Enumerable.Range(0, writer.Count()));
        }
    }

    [Fact]
    public async Task A_log_cut_off_anywhere_reads_as_a_whole_number_of_appends()
    {
        using SqliteSessionStore store = new(_workspace.PathOf("whole.db"));
        SqliteSession session = store.Open("s");
        for (int number = 0; number < 6; number++)
        {
            await session.AppendAsync([
                .. Enumerable
                    .Range(0, MessagesPerAppend)
                    .Select(part => new ChatMessage(ChatRole.User, $"w {number} {part}")),
            ]);
        }

        byte[] database = ReadShared(store.Path);
        byte[] log = ReadShared(store.Path + "-wal");
        int copy = 0;
        HashSet<int> found = [];
        Prop.ForAll(
                Gen.Choose(0, log.Length).ToArbitrary(),
                length =>
                {
                    string path = _workspace.PathOf($"cut{copy++}.db");
                    File.WriteAllBytes(path, database);
                    File.WriteAllBytes(path + "-wal", log[..length]);
                    using SqliteSessionStore cut = new(path);
                    found.Add(Appends(cut.Open("s").ReadAsync().AsTask().Result).Length);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
        found.Count.ShouldBeGreaterThan(3, "the cuts fall between different appends");
    }

    private static byte[] ReadShared(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static (string Writer, int Number)[] Appends(IReadOnlyList<ChatMessage> messages)
    {
        (messages.Count % MessagesPerAppend).ShouldBe(0);
        return
        [
            .. messages
                .Select(message => message.Text.Split(' '))
                .Chunk(MessagesPerAppend)
                .Select(append =>
                {
                    append.ShouldAllBe(words => words[0] == append[0][0] && words[1] == append[0][1]);
                    append.Select(words => int.Parse(words[2])).ShouldBe(Enumerable.Range(0, MessagesPerAppend));
                    return (append[0][0], int.Parse(append[0][1]));
                }),
        ];
    }
}
