using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Streaming;

namespace Baton.Targets.Queues.Sqs;

/// <summary>Turns what goes wrong between Baton and SQS into the words errors are counted by.</summary>
internal static class SqsFailure
{
    /// <summary>No credentials were found.</summary>
    public static AgentError NoCredentials { get; } =
        new(
            ErrorKind.Unauthorized,
            "no AWS credentials; set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` in the environment or in `.env`"
        );

    /// <summary>No region was found.</summary>
    public static AgentError NoRegion { get; } =
        new(ErrorKind.Start, "no AWS region; set `queue.sqs.region` or `AWS_REGION`");

    /// <summary>The service refused.</summary>
    /// <param name="action">What was asked.</param>
    /// <param name="queue">The queue it was about, or the endpoint.</param>
    /// <param name="status">The status.</param>
    /// <param name="retryAfter">What the service asked for.</param>
    /// <param name="body">What it said.</param>
    public static AgentError Refused(
        string action,
        string queue,
        HttpStatusCode status,
        RetryConditionHeaderValue? retryAfter,
        ReadOnlySpan<byte> body
    )
    {
        (string code, string message) = Read(body);
        string said =
            $"{action} of {queue} was refused with {(int)status}: {(code.Length > 0 ? $"{code}: " : "")}{message}";
        if (code.Contains("Throttl", StringComparison.Ordinal) || status == HttpStatusCode.TooManyRequests)
        {
            return new AgentError(ErrorKind.RateLimited, said) { IsTransient = true, RetryAfter = retryAfter?.Delta };
        }

        if ((int)status >= 500)
        {
            return new AgentError(ErrorKind.HttpStatus, said) { IsTransient = true, RetryAfter = retryAfter?.Delta };
        }

        return code switch
        {
            "QueueDoesNotExist" or "AWS.SimpleQueueService.NonExistentQueue" => new AgentError(
                ErrorKind.Start,
                $"the queue {queue} does not exist; create it or check `queue.sqs`"
            ),
            "InvalidMessageContents" or "InvalidParameterValue" or "BatchRequestTooLong" => new AgentError(
                ErrorKind.Protocol,
                said
            ),
            _ when status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
                    || code
                        is "AccessDeniedException"
                            or "UnrecognizedClientException"
                            or "InvalidClientTokenId"
                            or "SignatureDoesNotMatch"
                            or "IncompleteSignature"
                            or "ExpiredToken" => new AgentError(
                ErrorKind.Unauthorized,
                $"{said}; check `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and the region"
            ),
            _ => new AgentError(ErrorKind.HttpStatus, said),
        };
    }

    /// <summary>The service's answer lacks what it must have.</summary>
    /// <param name="action">What was asked.</param>
    /// <param name="member">What is not there.</param>
    public static QueueException Lacks(string action, string member) =>
        new(
            new AgentError(
                ErrorKind.Protocol,
                $"the answer to {action} has no `{member}`; check that `queue.sqs` leads to a service that speaks SQS"
            )
        );

    private static (string Code, string Message) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            JsonElement error = JsonElement.Parse(body);
            string type = error.Text("__type"u8) ?? "";
            return (type[(type.LastIndexOf('#') + 1)..], error.Text("message"u8) ?? error.Text("Message"u8) ?? "");
        }
        catch (JsonException)
        {
            return ("", Utf8Bytes.Start(body));
        }
    }
}
