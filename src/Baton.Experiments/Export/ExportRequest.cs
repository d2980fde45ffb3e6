using Baton.Experiments.Traces;

namespace Baton.Experiments.Export;

/// <summary>What of an experiment is exported.</summary>
public sealed record ExportRequest
{
    /// <summary>The experiment's folder; it may be unfinished.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether what was said goes along: inputs, outputs, arguments, messages of errors, reasons. Default true.</summary>
    public bool WithContent { get; init; } = true;

    /// <summary>Which runs are wanted. Default: all.</summary>
    public Func<RunTrace, bool> Wants { get; init; } = static _ => true;

    /// <summary>The most runs. Default: all.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>
    /// The environment, of which <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> name the service that the traces are of.
    /// Default: empty; the service is <c>baton</c> then.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
