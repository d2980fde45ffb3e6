using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>A model by name (<c>provider:model</c>) or by its client. A text converts to one.</summary>
public sealed record ModelChoice
{
    private ModelChoice() { }

    /// <summary>The name, or <see langword="null"/> when there is a client.</summary>
    public string? Model { get; private init; }

    /// <summary>The client, or <see langword="null"/> when there is a name.</summary>
    public IChatClient? ChatClient { get; private init; }

    /// <summary>A model by its name.</summary>
    public static ModelChoice FromString(string model) => new() { Model = model };

    /// <summary>A model by its client; it stays the caller's to dispose.</summary>
    public static ModelChoice Of(IChatClient client) => new() { ChatClient = client };

    /// <summary>A model by its name.</summary>
    public static implicit operator ModelChoice(string model) => FromString(model);
}
