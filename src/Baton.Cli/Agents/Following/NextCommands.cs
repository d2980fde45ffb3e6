using Baton.Cli.Parsing;

namespace Baton.Cli.Agents.Following;

/// <summary>The command lines with which a person goes on with an execution.</summary>
/// <param name="store">What they have to say of the store; see <see cref="StoreOption.Words"/>.</param>
internal sealed class NextCommands(string store)
{
    public string Resume(string execution) => $"baton agents executions resume {CommandWord.Of(execution)}{store}";

    public string Show(string execution) => $"baton agents executions show {CommandWord.Of(execution)}{store}";

    public string Approve(string execution) => $"baton agents executions approve {CommandWord.Of(execution)}{store}";

    public string Reject(string execution) => $"baton agents executions reject {CommandWord.Of(execution)}{store}";
}
