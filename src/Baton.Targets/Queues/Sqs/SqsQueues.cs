using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Queues.Sqs;

/// <summary>What both ends do with SQS queues. Thread-safe.</summary>
internal sealed class SqsQueues : IDisposable
{
    private const int LargestBatch = 10;
    private readonly SqsClient? _client;
    private readonly AgentError? _misfit;

    /// <summary>Describes the queues; calls nobody.</summary>
    /// <param name="options">The section.</param>
    /// <param name="patience">How long a service that went away is tried again.</param>
    /// <param name="environment">Has the credentials.</param>
    public SqsQueues(SqsQueueOptions options, TimeSpan patience, TargetEnvironment environment)
    {
        Options = options;
        string? region =
            options.Region
            ?? SqsQueueUrl.Region(options.RequestUrl)
            ?? environment.Variables.GetValueOrDefault("AWS_REGION")
            ?? environment.Variables.GetValueOrDefault("AWS_DEFAULT_REGION");
        AwsCredentials? credentials = AwsCredentials.From(environment.Variables);
        _misfit =
            region is null ? SqsFailure.NoRegion
            : credentials is null ? SqsFailure.NoCredentials
            : null;
        _client = _misfit is null
            ? new SqsClient(Service(options, region!), credentials!, patience, environment.TimeProvider)
            : null;
    }

    /// <summary>The section.</summary>
    public SqsQueueOptions Options { get; }

    /// <summary>Calls an action.</summary>
    /// <exception cref="QueueException">The service is not there or refuses, or settings are missing.</exception>
    public ValueTask<JsonElement> CallAsync(string action, JsonObject input, CancellationToken cancellationToken) =>
        _client is null ? throw new QueueException(_misfit!) : _client.CallAsync(action, input, cancellationToken);

    /// <summary>Puts a message into a queue.</summary>
    /// <param name="queue">The queue's URL.</param>
    /// <param name="body">The message.</param>
    /// <param name="traceParent">The trace it belongs to, or <see langword="null"/>.</param>
    /// <param name="group">What keeps its order, in a FIFO queue.</param>
    /// <param name="identity">What tells it from others, in a FIFO queue.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The service's name for it.</returns>
    public async ValueTask<string> SendAsync(
        string queue,
        ReadOnlyMemory<byte> body,
        string? traceParent,
        string group,
        string identity,
        CancellationToken cancellationToken
    )
    {
        JsonObject input = new() { ["QueueUrl"] = queue, ["MessageBody"] = Encoding.UTF8.GetString(body.Span) };
        if (traceParent is not null)
        {
            input["MessageAttributes"] = new JsonObject
            {
                ["traceparent"] = new JsonObject { ["DataType"] = "String", ["StringValue"] = traceParent },
            };
        }

        if (SqsQueueUrl.IsFifo(queue))
        {
            input["MessageGroupId"] = group;
            input["MessageDeduplicationId"] = identity;
        }

        JsonElement sent = await CallAsync("SendMessage", input, cancellationToken).ConfigureAwait(false);
        return sent.TryGetProperty("MessageId", out JsonElement id) ? id.GetString() ?? "" : "";
    }

    /// <summary>Waits for messages.</summary>
    /// <param name="queue">The queue's URL.</param>
    /// <param name="most">The most to take; the service gives at most ten.</param>
    /// <param name="seconds">How long to wait, at most 20.</param>
    /// <param name="hidden">How long they are hidden from others.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<SqsMessage>> ReceiveAsync(
        string queue,
        int most,
        int seconds,
        TimeSpan hidden,
        CancellationToken cancellationToken
    ) =>
        SqsMessage.Of(
            await CallAsync(
                    "ReceiveMessage",
                    new JsonObject
                    {
                        ["QueueUrl"] = queue,
                        ["MaxNumberOfMessages"] = Math.Min(most, LargestBatch),
                        ["WaitTimeSeconds"] = seconds,
                        ["VisibilityTimeout"] = (int)Math.Ceiling(hidden.TotalSeconds),
                        ["AttributeNames"] = new JsonArray("ApproximateReceiveCount"),
                        ["MessageAttributeNames"] = new JsonArray("traceparent"),
                    },
                    cancellationToken
                )
                .ConfigureAwait(false)
        );

    /// <summary>Deletes messages; at most ten.</summary>
    public async ValueTask DeleteAsync(
        string queue,
        IReadOnlyList<string> receipts,
        CancellationToken cancellationToken
    ) =>
        await CallAsync(
                "DeleteMessageBatch",
                new JsonObject { ["QueueUrl"] = queue, ["Entries"] = Entries(receipts, static _ => { }) },
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>Hides messages for a while from now on; at most ten. None: they are there for everybody at once.</summary>
    public async ValueTask HideAsync(
        string queue,
        IReadOnlyList<string> receipts,
        TimeSpan hidden,
        CancellationToken cancellationToken
    ) =>
        await CallAsync(
                "ChangeMessageVisibilityBatch",
                new JsonObject
                {
                    ["QueueUrl"] = queue,
                    ["Entries"] = Entries(
                        receipts,
                        entry => entry["VisibilityTimeout"] = (int)Math.Ceiling(hidden.TotalSeconds)
                    ),
                },
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>Finds out whether a queue can be used.</summary>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (string? queue in new[] { Options.RequestUrl, Options.ReplyUrl })
            {
                if (queue is not null)
                {
                    await CallAsync(
                            "GetQueueAttributes",
                            new JsonObject { ["QueueUrl"] = queue, ["AttributeNames"] = new JsonArray("QueueArn") },
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                }
            }

            return null;
        }
        catch (QueueException failed)
        {
            return failed.Error;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    private static SqsService Service(SqsQueueOptions options, string region) =>
        options.Endpoint is { } endpoint
            ? new SqsService(new Uri(endpoint), region, options.VerifyTls, "queue.sqs.endpoint")
            : new SqsService(
                SqsQueueUrl.Endpoint(options.RequestUrl),
                region,
                options.VerifyTls,
                "queue.sqs.request_url"
            );

    private static JsonArray Entries(IReadOnlyList<string> receipts, Action<JsonObject> complete)
    {
        JsonArray entries = [];
        foreach (string receipt in receipts)
        {
            JsonObject entry = new() { ["Id"] = $"m{entries.Count}", ["ReceiptHandle"] = receipt };
            complete(entry);
            entries.Add((JsonNode)entry);
        }

        return entries;
    }
}
