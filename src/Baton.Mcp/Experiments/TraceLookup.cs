using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;
using Baton.Mcp.Tools;

namespace Baton.Mcp.Experiments;

/// <summary>Finds one run of an experiment.</summary>
internal static class TraceLookup
{
    private const int MostSuggested = 200;

    /// <summary>The run of a name.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="name">Its <c>trace_id</c> or <c>run_key</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ToolCallException">There is none.</exception>
    public static RunTrace Find(FoundExperiment experiment, string name, CancellationToken cancellationToken)
    {
        List<string> known = [];
        foreach (RunTrace trace in ExperimentReader.ReadTraces(experiment.Folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (
                string.Equals(trace.TraceId, name, StringComparison.Ordinal)
                || string.Equals(trace.RunKey, name, StringComparison.Ordinal)
            )
            {
                return trace;
            }

            if (known.Count < MostSuggested)
            {
                known.Add(trace.RunKey);
            }
        }

        throw new ToolCallException(
            $"`{name}` is no run of `{experiment.Id}`{Suggestion.Hint(name, known)}; `experiment_status` lists the runs"
        );
    }
}
