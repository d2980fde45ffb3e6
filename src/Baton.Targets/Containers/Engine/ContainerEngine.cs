using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Targets.Containers.Engine;

/// <summary>Speaks to Docker Engine, or to Podman's service of the same interface, version 1.41 of it. Thread-safe.</summary>
/// <remarks>https://docs.docker.com/engine/api/v1.41/</remarks>
internal sealed class ContainerEngine : IDisposable
{
    private const string Version = "/v1.41";
    private const int NotFound = (int)HttpStatusCode.NotFound;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EngineAddress _address;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="address">Where the engine listens.</param>
    /// <param name="time">The clock: a minute without an answer is an error, but for pulls and for a container's end.</param>
    public ContainerEngine(EngineAddress address, TimeProvider time)
    {
        _address = address;
        _time = time;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                ActivityHeadersPropagator = null,
                ConnectCallback = async (_, cancellationToken) =>
                    (await address.ConnectAsync(cancellationToken).ConfigureAwait(false)).Stream,
            }
        )
        {
            BaseAddress = new Uri("http://engine"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Finds out whether the engine is there.</summary>
    public Task PingAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "/_ping", body: null, cancellationToken);

    /// <summary>Whether an image is there.</summary>
    public async Task<bool> HasImageAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(HttpMethod.Get, $"/images/{image}/json", body: null, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (EngineException absent) when (absent.Status == NotFound)
        {
            return false;
        }
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
        try
        {
            Stream progress = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using StreamReader lines = new(progress);
            while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (JsonNode.Parse(line)?["error"] is { } error)
                {
                    throw new EngineException(error.ToString(), NotFound);
                }
            }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or JsonException)
        {
            throw new EngineException($"the engine's answer broke off: {broken.Message}", status: null, broken);
        }
    }

    /// <summary>Makes a container; nothing runs yet.</summary>
    public Task CreateAsync(string name, JsonObject description, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"/containers/create?name={name}", description, cancellationToken);

    /// <summary>Starts a container.</summary>
    public Task StartAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"/containers/{name}/start", body: null, cancellationToken);

    /// <summary>Asks a container to end, and kills it when it does not in time.</summary>
    public Task StopAsync(string name, TimeSpan patience, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post,
            $"/containers/{name}/stop?t={(int)Math.Ceiling(patience.TotalSeconds)}",
            body: null,
            cancellationToken,
            patience
        );

    /// <summary>Waits until a container ends.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(string name, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
                HttpMethod.Post,
                $"/containers/{name}/wait",
                body: null,
                cancellationToken
            )
            .ConfigureAwait(false);
        JsonNode? answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return (int?)(long?)answer?["StatusCode"]
            ?? throw new EngineException("the engine's answer broke off while the container ran");
    }

    /// <summary>Everything the engine knows of a container.</summary>
    public async Task<JsonNode> InspectAsync(string name, CancellationToken cancellationToken) =>
        await AskAsync(HttpMethod.Get, $"/containers/{name}/json", body: null, cancellationToken).ConfigureAwait(false)
        ?? throw new EngineException($"the engine says nothing about the container `{name}`");

    /// <summary>Removes a container, running or not, with its volumes; one that is gone already is fine.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(HttpMethod.Delete, $"/containers/{name}?force=true&v=true", body: null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (EngineException gone) when (gone.Status == NotFound)
        {
            // Somebody else has done so.
        }
    }

    /// <summary>The containers with a label, running or not, as identifier and value.</summary>
    public async Task<IReadOnlyList<(string Id, string Value)>> LabelledAsync(
        string label,
        CancellationToken cancellationToken
    )
    {
        string filters = Uri.EscapeDataString($$"""{"label":["{{label}}"]}""");
        JsonNode? answer = await AskAsync(
                HttpMethod.Get,
                $"/containers/json?all=true&filters={filters}",
                body: null,
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. (answer as JsonArray ?? []).Select(container =>
                ((string)container!["Id"]!, (string?)container["Labels"]?[label] ?? "")
            ),
        ];
    }

    /// <summary>Ties standard input, output and error of a container to a connection.</summary>
    public async Task<AttachedStreams> AttachAsync(string name, CancellationToken cancellationToken) =>
        await AttachedStreams
            .OpenAsync(
                await _address.ConnectAsync(cancellationToken).ConfigureAwait(false),
                $"{Version}/containers/{name}/attach?stream=1&stdin=1&stdout=1&stderr=1",
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonNode?> AskAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        CancellationToken cancellationToken,
        TimeSpan more = default
    )
    {
        using CancellationTokenSource late = new(Patience + more, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            cancellationToken
        );
        try
        {
            using HttpResponseMessage response = await SendAsync(method, path, body, either.Token)
                .ConfigureAwait(false);
            return await ReadAsync(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException($"it gave no answer within {(Patience + more).TotalSeconds:0} s");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        CancellationToken cancellationToken
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
            throw failed.InnerException as EngineException
                ?? new EngineException(failed.InnerException?.Message ?? failed.Message, status: null, failed);
        }

        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return response;
        }

        using (response)
        {
            throw await RefusedAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            if (response.Content.Headers.ContentType?.MediaType != "application/json")
            {
                return null;
            }

            Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonNode.ParseAsync(content, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException)
        {
            throw new EngineException($"the engine's answer broke off: {failure.Message}", status: null, failure);
        }
    }

    private static async Task<EngineException> RefusedAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        string said = $"it answered {(int)response.StatusCode} {response.ReasonPhrase}";
        try
        {
            said = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            said = (string?)JsonNode.Parse(said)?["message"] ?? said;
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or InvalidOperationException or IOException or HttpRequestException)
        {
            // What was said so far is all there is.
        }

        return new EngineException(said.Trim(), (int)response.StatusCode);
    }
}
