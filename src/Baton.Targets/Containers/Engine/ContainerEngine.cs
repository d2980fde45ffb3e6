using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Targets.Containers.Engine;

/// <summary>Speaks to Docker Engine, or to Podman's service of the same interface, version 1.41 of it. Thread-safe.</summary>
/// <remarks>https://docs.docker.com/engine/api/v1.41/</remarks>
internal sealed class ContainerEngine : IDisposable
{
    private const string Version = "/v1.41";

    private readonly EngineAddress _address;
    private readonly ContainerRuntime _runtime;
    private readonly HttpClient _http;

    public ContainerEngine(EngineAddress address, ContainerRuntime runtime)
    {
        _address = address;
        _runtime = runtime;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = async (_, cancellationToken) =>
                    new NetworkStream(
                        await address.ConnectAsync(cancellationToken).ConfigureAwait(false),
                        ownsSocket: true
                    ),
            }
        )
        {
            BaseAddress = new Uri("http://engine"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Finds out whether the engine is there.</summary>
    public async Task PingAsync(CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, "/_ping", body: null, cancellationToken).ConfigureAwait(false)).Dispose();

    /// <summary>Whether an image is there.</summary>
    public async Task<bool> HasImageAsync(string image, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
                HttpMethod.Get,
                $"/images/{image}/json",
                body: null,
                cancellationToken,
                mayBeMissing: true
            )
            .ConfigureAwait(false);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Pulls an image; waits until it is there.</summary>
    public async Task PullAsync(string image, CancellationToken cancellationToken)
    {
        string name =
            image.Contains('@') || image.LastIndexOf(':') > image.LastIndexOf('/') ? image : $"{image}:latest";
        using HttpResponseMessage response = await SendAsync(
                HttpMethod.Post,
                $"/images/create?fromImage={Uri.EscapeDataString(name)}",
                body: null,
                cancellationToken
            )
            .ConfigureAwait(false);
        Stream progress = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using StreamReader lines = new(progress);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (JsonNode.Parse(line)?["error"] is { } error)
            {
                throw new EngineException($"the image `{image}` cannot be pulled: {error}");
            }
        }
    }

    /// <summary>Makes a container; nothing runs yet.</summary>
    /// <returns>Its identifier.</returns>
    public async Task<string> CreateAsync(JsonObject description, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
                HttpMethod.Post,
                "/containers/create",
                description,
                cancellationToken
            )
            .ConfigureAwait(false);
        JsonNode answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return (string)answer["Id"]!;
    }

    /// <summary>Starts a container.</summary>
    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        PostAsync($"/containers/{id}/start", cancellationToken);

    /// <summary>Asks a container to end, and kills it when it does not in time.</summary>
    public Task StopAsync(string id, TimeSpan patience, CancellationToken cancellationToken) =>
        PostAsync($"/containers/{id}/stop?t={(int)Math.Ceiling(patience.TotalSeconds)}", cancellationToken);

    /// <summary>Waits until a container ends.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(string id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
                HttpMethod.Post,
                $"/containers/{id}/wait",
                body: null,
                cancellationToken
            )
            .ConfigureAwait(false);
        JsonNode answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return (int)(long)answer["StatusCode"]!;
    }

    /// <summary>Everything the engine knows of a container.</summary>
    public async Task<JsonNode> InspectAsync(string id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
                HttpMethod.Get,
                $"/containers/{id}/json",
                body: null,
                cancellationToken
            )
            .ConfigureAwait(false);
        return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a container, running or not, with its volumes; one that is gone already is fine.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        (
            await SendAsync(
                    HttpMethod.Delete,
                    $"/containers/{id}?force=true&v=true",
                    body: null,
                    cancellationToken,
                    mayBeMissing: true
                )
                .ConfigureAwait(false)
        ).Dispose();

    /// <summary>The containers with a label, running or not, as identifier and value.</summary>
    public async Task<IReadOnlyList<(string Id, string Value)>> LabelledAsync(
        string label,
        CancellationToken cancellationToken
    )
    {
        string filters = Uri.EscapeDataString($$"""{"label":["{{label}}"]}""");
        using HttpResponseMessage response = await SendAsync(
                HttpMethod.Get,
                $"/containers/json?all=true&filters={filters}",
                body: null,
                cancellationToken
            )
            .ConfigureAwait(false);
        JsonNode answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return
        [
            .. answer
                .AsArray()
                .Select(container => ((string)container!["Id"]!, (string?)container["Labels"]?[label] ?? "")),
        ];
    }

    /// <summary>Ties standard input, output and error of a container to a connection.</summary>
    public async Task<AttachedStreams> AttachAsync(string id, CancellationToken cancellationToken)
    {
        Socket socket;
        try
        {
            socket = await _address.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException refused)
        {
            throw Unreachable(refused);
        }

        return await AttachedStreams
            .OpenAsync(
                socket,
                $"{Version}/containers/{id}/attach?stream=1&stdin=1&stdout=1&stderr=1",
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, path, body: null, cancellationToken).ConfigureAwait(false)).Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        CancellationToken cancellationToken,
        bool mayBeMissing = false
    )
    {
        using HttpRequestMessage request = new(method, Version + path);
        if (body is not null)
        {
            request.Content = new StringContent(
                body.ToJsonString(),
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            );
        }

        HttpResponseMessage response;
        try
        {
            response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException failed)
        {
            throw failed.InnerException as EngineException ?? Unreachable(failed.InnerException ?? failed);
        }

        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return response;
        }

        if (mayBeMissing && response.StatusCode == HttpStatusCode.NotFound)
        {
            return response;
        }

        using (response)
        {
            throw new EngineException(await MessageAsync(response, cancellationToken).ConfigureAwait(false));
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonNode.ParseAsync(content, cancellationToken: cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("It is null");
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException)
        {
            throw new EngineException($"the engine's answer broke off: {failure.Message}", failure);
        }
    }

    private static async Task<string> MessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (string?)JsonNode.Parse(text)?["message"] ?? text;
        }
        catch (JsonException)
        {
            return $"the engine answered {(int)response.StatusCode}: {text}";
        }
    }

    private EngineException Unreachable(Exception cause)
    {
        SocketError? code = (cause as SocketException)?.SocketErrorCode;
        string start =
            _runtime == ContainerRuntime.Podman ? "systemctl --user start podman.socket" : "systemctl start docker";
        string advice = code switch
        {
            SocketError.AccessDenied => "you may not use it; add yourself to the group `docker`, or run as its owner",
            _ =>
                $"no engine listens there; start it (`{start}`) or set {(_runtime == ContainerRuntime.Podman ? "CONTAINER_HOST" : "DOCKER_HOST")}",
        };
        return new EngineException($"`{_address.Shown}`: {advice} ({cause.Message})", cause);
    }
}
