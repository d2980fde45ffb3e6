using Baton.Experiments.Export.Spans;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Export.Otlp;

/// <summary>What an export says of where spans come from: OTLP's resource and scope.</summary>
/// <param name="attributes">The attributes of the resource of Baton's own spans, <c>service.name</c> among them.</param>
/// <param name="scope">The scope of Baton's own spans.</param>
/// <param name="version">That scope's version.</param>
internal sealed class SpanOrigin(AttributeSet attributes, string scope, string version)
{
    private const string ServiceName = "service.name";

    /// <summary>
    /// The resource of a source: Baton's own, under the name of the service where the agent's spans told one.
    /// </summary>
    public AttributeSet ResourceOf(SpanSource source)
    {
        if (source.Service is not { } service)
        {
            return attributes;
        }

        AttributeSet resource = new();
        resource.Add(ServiceName, service);
        foreach ((string name, object? value) in attributes.Items)
        {
            // The version is that of Baton, not that of the agent's service.
            if (!name.StartsWith("service.", StringComparison.Ordinal))
            {
                resource.Add(name, value);
            }
        }

        return resource;
    }

    /// <summary>The scope of a source, and its version where it is known.</summary>
    public (string Name, string? Version) ScopeOf(SpanSource source) =>
        source switch
        {
            { Scope: { } library } => (library, null),
            { Service: not null } => ("", null),
            _ => (scope, version),
        };
}
