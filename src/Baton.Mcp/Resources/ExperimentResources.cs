using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;
using Baton.Mcp.Experiments;
using Baton.Mcp.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Resources;

/// <summary>
/// Experiments as resources: <c>baton://experiments/{experiment}/summary</c> and
/// <c>baton://experiments/{experiment}/traces/{trace}</c>. Names are percent-encoded.
/// </summary>
/// <param name="room">What tools share.</param>
internal sealed class ExperimentResources(ToolRoom room)
{
    /// <summary>The template of summaries.</summary>
    public const string SummaryTemplate = Prefix + "{experiment}/summary";

    /// <summary>The template of traces.</summary>
    public const string TraceTemplate = Prefix + "{experiment}/traces/{trace}";

    private const string Prefix = "baton://experiments/";
    private const string Json = "application/json";
    private const int MostObservations = 1000;
    private const int LongestTrace = 4_000_000;

    /// <summary>What clients may fill in.</summary>
    public static IReadOnlyList<ResourceTemplate> Templates { get; } =
    [
        new()
        {
            UriTemplate = SummaryTemplate,
            Name = "experiment-summary",
            Title = "Summary of an experiment",
            Description = "summary.json of an experiment: rates, percentiles, tokens, cost, by persona and input",
            MimeType = Json,
        },
        new()
        {
            UriTemplate = TraceTemplate,
            Name = "experiment-trace",
            Title = "Trace of a run",
            Description =
                "Everything about one run of an experiment, with its observations; trace is a trace_id or run_key",
            MimeType = Json,
        },
    ];

    /// <summary>The summaries there are, the latest experiment first.</summary>
    public IEnumerable<Resource> List(CancellationToken cancellationToken) =>
        new ExperimentFolders(room.Root)
            .List(directory: null, cancellationToken)
            .Where(found => File.Exists(Path.Combine(found.Folder, ExperimentFiles.Summary)))
            .Select(found => new Resource
            {
                Uri = $"{Prefix}{Uri.EscapeDataString(found.Id)}/summary",
                Name = found.Id,
                Title = $"Summary of {found.Standing.Name}",
                MimeType = Json,
            });

    /// <summary>What stands at an address, or <see langword="null"/> when it is none of an experiment.</summary>
    /// <exception cref="McpProtocolException">It is one, and there is no such experiment or run.</exception>
    public ReadResourceResult? Read(string uri, CancellationToken cancellationToken)
    {
        if (!uri.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = [.. uri[Prefix.Length..].Split('/').Select(Uri.UnescapeDataString)];
        try
        {
            string? text = parts switch
            {
                [{ } experiment, "summary"] => Summary(experiment, cancellationToken),
                [{ } experiment, "traces", { } trace] => Trace(experiment, trace, cancellationToken),
                _ => null,
            };
            return text is null
                ? null
                : new ReadResourceResult
                {
                    Contents =
                    [
                        new TextResourceContents
                        {
                            Uri = uri,
                            MimeType = Json,
                            Text = room.Redact(text),
                        },
                    ],
                };
        }
        catch (Baton.Agents.BatonException missing)
        {
            throw new McpProtocolException(room.Redact(missing.Message), missing, McpErrorCode.ResourceNotFound);
        }
    }

    /// <summary>Values for a template's variable that begin with what was typed.</summary>
    public IReadOnlyList<string> Complete(
        string variable,
        string typed,
        string? experiment,
        CancellationToken cancellationToken
    )
    {
        const int most = 100;
        ExperimentFolders folders = new(room.Root);
        IEnumerable<string> all = variable switch
        {
            "experiment" => folders.List(directory: null, cancellationToken).Select(found => found.Id),
            "trace" when experiment is not null => ExperimentReader
                .ReadTraceSummaries(folders.Find(experiment, cancellationToken).Folder)
                .Select(run => run.RunKey),
            _ => [],
        };
        return [.. all.Where(value => value.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(most)];
    }

    private string Summary(string experiment, CancellationToken cancellationToken)
    {
        FoundExperiment found = new ExperimentFolders(room.Root).Find(experiment, cancellationToken);
        string file = Path.Combine(found.Folder, ExperimentFiles.Summary);
        return File.Exists(file) && room.Root.Holds(file)
            ? File.ReadAllText(file)
            : throw new ToolCallException(
                $"`{experiment}` has no summary yet; `experiment_status` tells how it stands"
            );
    }

    private string Trace(string experiment, string trace, CancellationToken cancellationToken)
    {
        FoundExperiment found = new ExperimentFolders(room.Root).Find(experiment, cancellationToken);
        RunTrace run = TraceLookup.Find(found, trace, cancellationToken);
        JsonObject whole = new()
        {
            ["trace"] = JsonSerializer.SerializeToNode(run, ToolJson.Options),
            ["observations"] = new JsonArray([
                .. ExperimentReader
                    .ReadObservations(found.Folder, run.TraceId)
                    .Take(MostObservations)
                    .Select(observation => JsonSerializer.SerializeToNode(observation, ToolJson.Options)),
            ]),
        };
        string text = whole.ToJsonString(ToolJson.Options);
        return text.Length <= LongestTrace
            ? text
            : throw new ToolCallException($"the trace has {text.Length} characters; `get_trace` reads it page by page");
    }
}
