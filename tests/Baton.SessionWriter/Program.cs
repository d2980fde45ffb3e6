using Baton.Agents.Sqlite;
using Microsoft.Extensions.AI;

// Appends to a session from a process of its own and prints the number of every append that has returned.
// Arguments: file, session, name of the writer, appends, messages in each.
string writer = args[2];
int appends = int.Parse(args[3]);
int messages = int.Parse(args[4]);
using SqliteSessionStore store = new(args[0]);
SqliteSession session = store.Open(args[1]);
for (int number = 0; number < appends; number++)
{
    await session.AppendAsync([
        .. Enumerable.Range(0, messages).Select(part => new ChatMessage(ChatRole.User, $"{writer} {number} {part}")),
    ]);
    Console.Out.WriteLine(number);
    Console.Out.Flush();
}
