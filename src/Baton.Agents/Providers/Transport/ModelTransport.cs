using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Baton.Agents.Providers.Transport;

/// <summary>Sends requests to a model's server: time-outs, attempts, and failures as <see cref="ModelException"/>.</summary>
internal sealed class ModelTransport(
    ModelEndpoint endpoint,
    ModelConnection connection,
    HttpClient http,
    TimeProvider timeProvider,
    Random random
)
{
    private static readonly TimeSpan _longestProbe = TimeSpan.FromSeconds(10);

    private readonly RetrySchedule _schedule = new(connection.Retry, random);

    /// <summary>Asks and reads the whole answer.</summary>
    /// <param name="path">The resource.</param>
    /// <param name="body">The request, JSON.</param>
    /// <param name="read">Makes the result of the answer; a wrong shape it finds is a failure of the call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ModelException">No attempt succeeded.</exception>
    public Task<T> AskAsync<T>(
        string path,
        ReadOnlyMemory<byte> body,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken
    ) =>
        RepeatAsync(
            path,
            async () =>
            {
                using CancellationTokenSource timeout = new(connection.Timeout, timeProvider);
                using CancellationTokenSource both = Link(timeout, cancellationToken);
                using HttpResponseMessage response = await SendAsync(Post(path, body), both.Token)
                    .ConfigureAwait(false);
                if (!response.IsSuccessStatusCode)
                {
                    return Attempt<T>.Failed(
                        await FailedResponse.ReadAsync(response, timeProvider, both.Token).ConfigureAwait(false)
                    );
                }

                JsonElement root = ServerJson.Parse(
                    await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false)
                );
                return root.Find("error") is { } error
                    ? Attempt<T>.Failed(FailedResponse.OfErrorObject(error))
                    : Attempt<T>.Done(read(root));
            },
            cancellationToken
        );

    /// <summary>Asks and yields the events of the answer as JSON; attempts end when the answer begins.</summary>
    /// <remarks>Silence longer than the time-out is a failure.</remarks>
    /// <exception cref="ModelException">No attempt succeeded, or the stream failed.</exception>
    public async IAsyncEnumerable<JsonElement> StreamAsync(
        string path,
        ReadOnlyMemory<byte> body,
        EventReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using StreamedAnswer answer = await RepeatAsync(
                path,
                () => OpenAsync(path, body, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
        IAsyncEnumerator<JsonElement?> events = reading(answer.Body, answer.Token).GetAsyncEnumerator(answer.Token);
        await using (events.ConfigureAwait(false))
        {
            while (await NextAsync(events, answer, path, cancellationToken).ConfigureAwait(false) is { } item)
            {
                yield return item;
            }
        }
    }

    /// <summary>Finds out whether the server answers and takes the key.</summary>
    /// <param name="path">Something that costs nothing to ask for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<AgentError?> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        TimeSpan longest =
            connection.Timeout > TimeSpan.Zero && connection.Timeout < _longestProbe
                ? connection.Timeout
                : _longestProbe;
        using CancellationTokenSource timeout = new(longest, timeProvider);
        using CancellationTokenSource both = Link(timeout, cancellationToken);
        try
        {
            HttpRequestMessage request = new(HttpMethod.Get, endpoint.At(path));
            using HttpResponseMessage response = await SendAsync(request, both.Token).ConfigureAwait(false);
            ModelFailure? failure = (int)response.StatusCode is 401 or 403 or >= 500
                ? await FailedResponse.ReadAsync(response, timeProvider, both.Token).ConfigureAwait(false)
                : null;
            return failure?.ToException(endpoint, path, attempts: 1).ToError();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ModelFailure.TimedOut(longest).ToException(endpoint, path, attempts: 1).ToError();
        }
        catch (Exception exception) when (ModelFailure.Of(exception) is { } failure)
        {
            return failure.ToException(endpoint, path, attempts: 1).ToError();
        }
    }

    /// <summary>The exception for an answer that a reader of the stream finds wrong.</summary>
    public ModelException Fail(string path, ModelFailure failure) => failure.ToException(endpoint, path, attempts: 1);

    private async Task<T> RepeatAsync<T>(
        string path,
        Func<Task<Attempt<T>>> attempt,
        CancellationToken cancellationToken
    )
    {
        for (int number = 1; ; number++)
        {
            Attempt<T> outcome;
            try
            {
                outcome = await attempt().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                outcome = Attempt<T>.Failed(ModelFailure.TimedOut(connection.Timeout));
            }
            catch (Exception exception) when (ModelFailure.Of(exception) is { } failure)
            {
                outcome = Attempt<T>.Failed(failure);
            }

            if (outcome.Failure is null)
            {
                return outcome.Result!;
            }

            if (_schedule.WaitAfter(number, outcome.Failure) is not { } wait)
            {
                throw outcome.Failure.ToException(endpoint, path, number);
            }

            await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Attempt<StreamedAnswer>> OpenAsync(
        string path,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        StreamedAnswer answer = new(new(connection.Timeout, timeProvider), cancellationToken);
        bool opened = false;
        try
        {
            HttpResponseMessage response = await SendAsync(Post(path, body), answer.Token).ConfigureAwait(false);
            await answer.HoldAsync(response).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return Attempt<StreamedAnswer>.Failed(
                    await FailedResponse.ReadAsync(response, timeProvider, answer.Token).ConfigureAwait(false)
                );
            }

            if (response.Content.Headers.ContentType?.MediaType == "application/json")
            {
                return Attempt<StreamedAnswer>.Failed(
                    await FailedResponse.ReadWholeAsync(answer.Body, answer.Token).ConfigureAwait(false)
                );
            }

            opened = true;
            return Attempt<StreamedAnswer>.Done(answer);
        }
        finally
        {
            if (!opened)
            {
                answer.Dispose();
            }
        }
    }

    private async ValueTask<JsonElement?> NextAsync(
        IAsyncEnumerator<JsonElement?> events,
        StreamedAnswer answer,
        string path,
        CancellationToken cancellationToken
    )
    {
        try
        {
            answer.KeepWaiting(connection.Timeout);
            return await events.MoveNextAsync().ConfigureAwait(false) ? events.Current : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ModelFailure.TimedOut(connection.Timeout).ToException(endpoint, path, attempts: 1);
        }
        catch (Exception exception) when (ModelFailure.Of(exception) is { } failure)
        {
            throw failure.ToException(endpoint, path, attempts: 1);
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach ((string name, string value) in endpoint.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private HttpRequestMessage Post(string path, ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemoryContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, endpoint.At(path)) { Content = content };
    }

    private static CancellationTokenSource Link(CancellationTokenSource timeout, CancellationToken cancellationToken) =>
        CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
}
