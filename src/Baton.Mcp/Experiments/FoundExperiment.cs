using Baton.Experiments.Results;

namespace Baton.Mcp.Experiments;

/// <summary>An experiment inside the root.</summary>
/// <param name="Id">Its folder, from the root with slashes; what other calls name it by.</param>
/// <param name="Folder">Its folder, absolute.</param>
/// <param name="Standing">How it stands.</param>
internal sealed record FoundExperiment(string Id, string Folder, ExperimentListing Standing);
