using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>How the items of a stream are understood.</summary>
internal sealed record StreamRules
{
    /// <summary>Where the text stands in each item, or <see langword="null"/> for the common shapes.</summary>
    public DataPath? TextPath { get; init; }

    /// <summary>Where an item says that the agent failed, or <see langword="null"/> for the common shapes.</summary>
    public DataPath? ErrorPath { get; init; }

    /// <summary>
    /// The <c>stream:</c> section, which says more of items than where their text stands; <see langword="null"/> where
    /// <see cref="TextPath"/> and <see cref="ErrorPath"/> say all.
    /// </summary>
    public StreamOptions? Stream { get; init; }

    /// <summary>The names of the items to read; all where there are none.</summary>
    public IReadOnlyList<string> EventFilter { get; init; } = [];

    /// <summary>Whether items are JSON whatever the first one looks like.</summary>
    public bool AlwaysJson { get; init; }
}

/// <summary>What streams, as messages name it.</summary>
/// <param name="Name">What was asked for, for example <c>POST http://…/chat</c>.</param>
/// <param name="FilterKey">The setting that leaves items out by name.</param>
/// <param name="Nothing">What is said of a stream that ended without an item.</param>
/// <param name="Broken">What an exception of the transport means; gets details of how far the stream came.</param>
internal sealed record StreamSource(
    string Name,
    string FilterKey,
    string Nothing,
    Func<Exception, JsonObject, AgentError> Broken
);
