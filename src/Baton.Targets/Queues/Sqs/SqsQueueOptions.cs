using Baton.Configuration;

namespace Baton.Targets.Queues.Sqs;

/// <summary>
/// The <c>queue.sqs:</c> section: requests and replies in Amazon SQS. Credentials come from <c>AWS_ACCESS_KEY_ID</c>,
/// <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>.
/// </summary>
public sealed record SqsQueueOptions : IValidatedSection
{
    /// <summary>The URL of the queue that workers take requests from.</summary>
    public required string RequestUrl { get; init; }

    /// <summary>
    /// The URL of the queue that workers put replies into. Default: a queue of its own for each experiment, made at its
    /// start and deleted at its end.
    /// </summary>
    public string? ReplyUrl { get; init; }

    /// <summary>
    /// The region. Default: the one in <see cref="RequestUrl"/>, then <c>AWS_REGION</c>, then <c>AWS_DEFAULT_REGION</c>.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>The address of the service. Default: scheme, host and port of <see cref="RequestUrl"/>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether the service's certificate must be valid. Default true.</summary>
    public bool VerifyTls { get; init; } = true;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        Check(section, "request_url", SqsQueueUrl.Problem(RequestUrl));
        Check(section, "reply_url", ReplyUrl is null ? null : SqsQueueUrl.Problem(ReplyUrl));
        Check(section, "endpoint", Endpoint is null ? null : SqsQueueUrl.EndpointProblem(Endpoint));
        if (string.Equals(RequestUrl, ReplyUrl, StringComparison.Ordinal))
        {
            section.Error("reply_url", "is the request queue; replies need one of their own, or leave it out");
        }
    }

    private static void Check(SectionValidation section, string setting, string? problem)
    {
        if (problem is not null)
        {
            section.Error(setting, problem);
        }
    }
}
