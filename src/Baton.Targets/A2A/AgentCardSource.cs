using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Streaming;

namespace Baton.Targets.A2A;

/// <summary>Finds an agent's card, once for all conversations. Safe for concurrent use.</summary>
/// <param name="options">The section.</param>
/// <param name="connection">Asks servers for cards.</param>
/// <param name="projectDirectory">Where the file of a card is looked for.</param>
internal sealed class AgentCardSource(A2AOptions options, A2AConnection connection, string projectDirectory)
    : IDisposable
{
    private static readonly string[] _places = [".well-known/agent-card.json", ".well-known/agent.json"];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private AgentCard? _card;

    /// <summary>Gives the card; asks again after a failure.</summary>
    public async ValueTask<(AgentCard? Card, AgentError? Error)> GetAsync(CancellationToken cancellationToken)
    {
        if (_card is not null)
        {
            return (_card, null);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_card is null)
            {
                (_card, AgentError? error) = await FindAsync(cancellationToken).ConfigureAwait(false);
                return (_card, error);
            }

            return (_card, null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async ValueTask<(AgentCard? Card, AgentError? Error)> FindAsync(CancellationToken cancellationToken)
    {
        if (options.Card is { } card)
        {
            return Uri.TryCreate(card, UriKind.Absolute, out Uri? address) && !address.IsFile
                ? await AskAsync(address, cancellationToken).ConfigureAwait(false)
                : await ReadFileAsync(Path.GetFullPath(card, projectDirectory), cancellationToken)
                    .ConfigureAwait(false);
        }

        AgentError? first = null;
        foreach (Uri place in Places(new Uri(options.Url!)))
        {
            (AgentCard? found, AgentError? error) = await AskAsync(place, cancellationToken).ConfigureAwait(false);
            if (error is null || !IsMissing(error))
            {
                return (found, error);
            }

            first ??= error;
        }

        return (
            null,
            first! with
            {
                Message =
                    $"no agent card below {HttpAddress.Show(new Uri(options.Url!))}: neither "
                    + $"`{_places[0]}` nor `{_places[1]}` is there; check `a2a.url`, or set `a2a.card`",
            }
        );
    }

    /// <summary>Below the address itself, then at the root of its server.</summary>
    private static IEnumerable<Uri> Places(Uri address)
    {
        Uri below = new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        Uri root = new(address, "/");
        return _places
            .Select(place => new Uri(below, place))
            .Concat(_places.Select(place => new Uri(root, place)))
            .Distinct();
    }

    private static bool IsMissing(AgentError error) =>
        error.Kind == ErrorKind.HttpStatus && error.Details?["status"] is JsonValue status && (int)status is 404 or 405;

    private async ValueTask<(AgentCard? Card, AgentError? Error)> AskAsync(
        Uri address,
        CancellationToken cancellationToken
    )
    {
        using HttpRequestMessage request = connection.Request(
            HttpMethod.Get,
            address,
            "application/json",
            Nobody.Scope
        );
        (HttpResponseMessage? response, AgentError? error) = await connection
            .SendAsync(request, cancellationToken)
            .ConfigureAwait(false);
        if (response is null)
        {
            return (null, error);
        }

        using (response)
        {
            (JsonElement? card, error) = await connection
                .ReadAsync(response, A2AConnection.Show(request), cancellationToken)
                .ConfigureAwait(false);
            return card is { } read ? Understand(read, address, HttpAddress.Show(address)) : (null, error);
        }
    }

    private async ValueTask<(AgentCard? Card, AgentError? Error)> ReadFileAsync(
        string path,
        CancellationToken cancellationToken
    )
    {
        try
        {
            byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> json = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
            using JsonDocument card = JsonDocument.Parse(Utf8Bytes.ForJson(json));
            return Understand(card.RootElement, new Uri(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return (
                null,
                new AgentError(ErrorKind.Start, $"the agent card {path} cannot be read: {exception.Message}")
            );
        }
    }

    private (AgentCard? Card, AgentError? Error) Understand(JsonElement written, Uri source, string shown)
    {
        AgentCard? card = AgentCard.Read(written, source, out string? problem);
        if (card is null)
        {
            return (null, new AgentError(ErrorKind.Protocol, $"the agent card {shown} {problem}"));
        }

        if (options.Endpoint is { } endpoint)
        {
            return (card with { Endpoint = new Uri(endpoint) }, null);
        }

        // A card must not send credentials to wherever it likes.
        bool isElsewhere =
            !source.IsFile
            && (
                !string.Equals(source.Host, card.Endpoint.Host, StringComparison.OrdinalIgnoreCase)
                || (source.Scheme == Uri.UriSchemeHttps && card.Endpoint.Scheme == Uri.UriSchemeHttp)
            );
        return isElsewhere && options.Headers.Count > 0
            ? (
                null,
                new AgentError(
                    ErrorKind.Protocol,
                    $"the agent card {shown} leads to {HttpAddress.Show(card.Endpoint)}, another host; "
                        + "the headers are sent there only if `a2a.endpoint` names it"
                )
            )
            : (card, null);
    }
}
