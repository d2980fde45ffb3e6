using Baton.Agents.Sessions;
using Baton.Agents.Sqlite.Files;
using Baton.TestSupport;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Sqlite.Tests;

public sealed class FormatTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_file_that_version_1_wrote_is_read_and_appended_to()
    {
        string path = _workspace.PathOf("sessions.db");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Recorded", "sessions-v1.db"), path);
        using SqliteSessionStore store = new(path);
        SqliteSession session = store.Open("weather");

        IReadOnlyList<ChatMessage> messages = await session.ReadAsync();

        messages.Select(message => message.Role.Value).ShouldBe(["system", "user", "assistant", "tool", "assistant"]);
        messages[1].Contents[1].ShouldBeOfType<DataContent>().MediaType.ShouldBe("image/png");
        messages[2].Contents[0].ShouldBeOfType<TextReasoningContent>().ProtectedData.ShouldBe("signature");
        messages[2].Contents[1].ShouldBeOfType<FunctionCallContent>().Arguments!["city"]!.ToString().ShouldBe("Seoul");
        messages[3]
            .Contents[0]
            .ShouldBeOfType<FunctionResultContent>()
            .Result!.ToString()
            .ShouldBe("""{"degrees":21}""");
        messages[4].Text.ShouldBe("It is 21 °C.");
        (await store.ListAsync()).Select(info => (info.Id, info.MessageCount)).ShouldBe([("empty", 0), ("weather", 5)]);
        await session.AppendAsync([new(ChatRole.User, "Thanks")]);
        (await session.ReadAsync()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_file_that_is_not_SQLite_is_refused_and_left_alone()
    {
        string path = _workspace.Write("notes.txt", "Dear diary, " + new string('.', 5000));
        string small = _workspace.Write("small.txt", "x");

        (await ErrorAsync(path)).ShouldBe($"`{path}` is not a SQLite file; name another file for the sessions");
        (await ErrorAsync(small)).ShouldBe($"`{small}` is not a SQLite file; name another file for the sessions");

        _workspace.Read("notes.txt").ShouldStartWith("Dear diary");
        _workspace.Read("small.txt").ShouldBe("x");
    }

    [Fact]
    public async Task A_SQLite_file_of_another_program_is_refused_and_left_alone()
    {
        string path = await MakeAsync("other.db", "CREATE TABLE bookmark (url TEXT);");
        byte[] before = await File.ReadAllBytesAsync(path);

        (await ErrorAsync(path)).ShouldBe(
            $"`{path}` is a SQLite file of another program; name another file for the sessions"
        );

        (await File.ReadAllBytesAsync(path)).ShouldBe(before);
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused()
    {
        string path = await MakeAsync("later.db", "PRAGMA user_version = 7; PRAGMA application_id = 1112761715;");

        (await ErrorAsync(path)).ShouldBe(
            $"`{path}` has version 7 of the format for sessions, and this Baton knows up to 1; "
                + "use a newer Baton or another file"
        );
    }

    [Fact]
    public async Task A_damaged_file_is_named_as_such()
    {
        string path = _workspace.PathOf("sessions.db");
        using (SqliteSessionStore store = new(path))
        {
            await store
                .Open("s")
                .AppendAsync([.. Enumerable.Repeat(new ChatMessage(ChatRole.User, new string('x', 900)), 100)]);
        }

        byte[] bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(4096).Fill(0xA5);
        await File.WriteAllBytesAsync(path, bytes);

        (await ErrorAsync(path)).ShouldStartWith($"`{path}` is damaged");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        string path = _workspace.PathOf("nowhere/sessions.db");

        (await ErrorAsync(path)).ShouldBe(
            $"`{path}` cannot be opened; check that its folder is there and may be written"
        );
    }

    [Fact]
    public async Task A_message_that_this_version_cannot_read_is_named()
    {
        string path = _workspace.PathOf("sessions.db");
        using SqliteSessionStore store = new(path);
        await store.Open("s").AppendAsync([new(ChatRole.User, "1"), new(ChatRole.User, "2")]);
        await MakeAsync("sessions.db", "UPDATE message SET json = '{' WHERE position = 2;");

        SessionException exception = await Should.ThrowAsync<SessionException>(store.Open("s").ReadAsync().AsTask());

        exception.Message.ShouldStartWith($"Message 2 of session `s` in `{path}` cannot be read: ");
    }

    private static async Task<string> ErrorAsync(string path)
    {
        using SqliteSessionStore store = new(path);
        SessionException reading = await Should.ThrowAsync<SessionException>(store.Open("s").ReadAsync().AsTask());
        SessionException writing = await Should.ThrowAsync<SessionException>(
            store.Open("s").AppendAsync([new(ChatRole.User, "Hi")]).AsTask()
        );
        writing.Message.ShouldBe(reading.Message);
        return reading.Message;
    }

    private async Task<string> MakeAsync(string name, string sql)
    {
        string path = _workspace.PathOf(name);
        await using SqliteConnection connection = SqliteDriver.Open(path, TimeSpan.FromSeconds(1));
        connection.Execute(sql);
        return path;
    }
}
