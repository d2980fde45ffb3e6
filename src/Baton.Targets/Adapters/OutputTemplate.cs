using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Adapters;

/// <summary>A template that may speak of the answer as <c>output</c>. Immutable.</summary>
public sealed class OutputTemplate : IConfigurationReadable<OutputTemplate>
{
    private OutputTemplate(Template template) => Template = template;

    /// <inheritdoc/>
    public static JsonObject Schema => Template.Schema;

    internal Template Template { get; }

    /// <inheritdoc/>
    public static OutputTemplate? Read(ConfigurationNode node, string key, ConfigurationErrors errors) =>
        Template.ReadWithOutput(node, key, errors) is { } template ? new OutputTemplate(template) : null;
}
