using System.Text.Json;
using Baton.Targets.Streaming;

namespace Baton.Targets.A2A;

/// <summary>What Baton needs of an agent's card.</summary>
/// <param name="Name">The agent's name.</param>
/// <param name="Endpoint">Where its JSON-RPC transport listens.</param>
/// <param name="Version">The protocol it speaks there.</param>
/// <param name="Streams">Whether it answers in pieces.</param>
/// <param name="Tenant">Whom requests are for at an address shared by several agents, or <see langword="null"/>.</param>
internal sealed record AgentCard(string Name, Uri Endpoint, A2AVersion Version, bool Streams, string? Tenant)
{
    private const string JsonRpc = "JSONRPC";

    /// <summary>Reads a card of version 0.3 or 1.0.</summary>
    /// <param name="card">The card.</param>
    /// <param name="source">Where it came from; relative addresses start there. May be a file.</param>
    /// <param name="problem">Why the agent cannot be spoken with, as the end of a sentence.</param>
    /// <returns>The card, or <see langword="null"/> with a problem.</returns>
    public static AgentCard? Read(JsonElement card, Uri source, out string? problem)
    {
        List<Offer> offers = [.. Offers(card)];
        if (offers.Count == 0)
        {
            problem = "is no agent card: it has neither `supportedInterfaces` nor `url`";
            return null;
        }

        if (offers.Find(offer => offer.Transport == JsonRpc) is not { } spoken)
        {
            problem =
                $"offers {string.Join(", ", offers.Select(offer => offer.Transport).Distinct(StringComparer.Ordinal))}; "
                + "Baton speaks A2A over JSONRPC";
            return null;
        }

        if (
            !Uri.TryCreate(source, spoken.Url, out Uri? endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps)
        )
        {
            problem = $"names `{spoken.Url}`, which is no address; set `a2a.endpoint`";
            return null;
        }

        problem = null;
        card.HasObject("capabilities"u8, out JsonElement capabilities);
        return new AgentCard(
            card.Text("name"u8) ?? "agent",
            endpoint,
            spoken.Version,
            capabilities.IsTrue("streaming"u8),
            spoken.Tenant
        );
    }

    private static IEnumerable<Offer> Offers(JsonElement card)
    {
        foreach (JsonElement offer in card.Items("supportedInterfaces"u8))
        {
            if (offer.Text("url"u8) is { } url)
            {
                bool isOld = offer.Text("protocolVersion"u8)?.StartsWith("0.", StringComparison.Ordinal) == true;
                yield return new Offer(
                    url,
                    offer.Text("protocolBinding"u8) ?? JsonRpc,
                    isOld ? A2AVersion.V03 : A2AVersion.V10,
                    offer.Text("tenant"u8) is { Length: > 0 } tenant ? tenant : null
                );
            }
        }

        if (card.Text("url"u8) is { } main)
        {
            yield return new Offer(main, card.Text("preferredTransport"u8) ?? JsonRpc, A2AVersion.V03, Tenant: null);
        }

        foreach (JsonElement offer in card.Items("additionalInterfaces"u8))
        {
            if (offer.Text("url"u8) is { } url && offer.Text("transport"u8) is { } transport)
            {
                yield return new Offer(url, transport, A2AVersion.V03, Tenant: null);
            }
        }
    }

    private sealed record Offer(string Url, string Transport, A2AVersion Version, string? Tenant);
}

/// <summary>A version of the protocol; they differ in the names of methods and in the form of messages.</summary>
internal enum A2AVersion
{
    /// <summary>0.3 and before: <c>message/send</c>, parts with a <c>kind</c>.</summary>
    V03,

    /// <summary>1.0: <c>SendMessage</c>, parts named by their content.</summary>
    V10,
}
