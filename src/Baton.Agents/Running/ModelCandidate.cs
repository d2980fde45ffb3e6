using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>One model a run may ask.</summary>
/// <param name="Client">Its client.</param>
/// <param name="Name">Whose price it has, or <see langword="null"/> when nobody said.</param>
/// <param name="Server">What the client says about itself, or <see langword="null"/>.</param>
internal sealed record ModelCandidate(IChatClient Client, ModelName? Name, ChatClientMetadata? Server)
{
    public string Provider => Server?.ProviderName ?? Name?.Provider ?? "unknown";

    public string? Model => Name?.Model ?? Server?.DefaultModelId;

    public static ModelCandidate Of(IChatClient client)
    {
        ChatClientMetadata? server = client.GetService<ChatClientMetadata>();
        return new ModelCandidate(
            client,
            server is { ProviderName: { } provider, DefaultModelId: { } model } ? new ModelName(provider, model) : null,
            server
        );
    }
}
