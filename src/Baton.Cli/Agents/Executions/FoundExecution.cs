using Baton.Cli.Parsing;
using Baton.Configuration;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents.Executions;

/// <summary>Finds the execution a command line names.</summary>
internal static class FoundExecution
{
    private const int Looked = 200;

    /// <summary>The execution.</summary>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public static async Task<ExecutionRecord> InAsync(ITopologyStore store, string id)
    {
        if (await store.Executions.FindAsync(id, CancellationToken.None) is { } found)
        {
            return found;
        }

        IReadOnlyList<ExecutionRecord> last = await store.Executions.ListAsync(
            Looked,
            status: null,
            CancellationToken.None
        );
        string hint = Suggestion.Hint(id, last.Select(execution => execution.Id));
        throw UsageErrors.Of(
            "ID",
            $"there is no execution `{id}`{(hint.Length > 0 ? hint : "; `baton agents executions list` shows those there are")}"
        );
    }
}
