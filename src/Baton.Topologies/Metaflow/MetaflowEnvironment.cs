namespace Baton.Topologies.Metaflow;

/// <summary>Where Metaflow carries out the steps of a generated flow. Written in lower case.</summary>
public enum MetaflowEnvironment
{
    /// <summary>In processes of the machine that runs the flow.</summary>
    Local,

    /// <summary>In pods: every step has <c>@kubernetes</c>.</summary>
    Kubernetes,

    /// <summary>On AWS Batch: every step has <c>@batch</c>.</summary>
    Batch,
}
