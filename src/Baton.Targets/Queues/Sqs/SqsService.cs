using Baton.Agents;
using Baton.Targets.Http;

namespace Baton.Targets.Queues.Sqs;

/// <summary>Where an SQS service listens, and the words for not finding it there.</summary>
/// <param name="Endpoint">Its address.</param>
/// <param name="Region">The region.</param>
/// <param name="VerifyTls">Whether its certificate must be valid.</param>
/// <param name="Setting">The setting that names the address.</param>
internal sealed record SqsService(Uri Endpoint, string Region, bool VerifyTls, string Setting)
{
    private readonly HttpKeys _keys = new(
        Setting,
        "queue.sqs.verify_tls",
        "the `AWS_…` variables",
        "`queue.sqs`",
        $"check `{Setting}`"
    )
    {
        Start = "start the service",
    };

    /// <summary>The address as it is shown to people.</summary>
    public string Shown => Endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>A call did not reach it, or the connection broke.</summary>
    public AgentError Unreached(Exception failed) =>
        failed is OperationCanceledException
            ? HttpFailure.Refused(Shown, failed.InnerException?.Message ?? failed.Message, _keys)
            : HttpFailure.Of(failed, Endpoint, _keys);

    /// <summary>A call was accepted and not answered.</summary>
    public AgentError Silent(string action, TimeSpan patience) =>
        new(ErrorKind.ConnectionLost, $"{Shown} did not answer {action} within {patience.TotalSeconds:0} s")
        {
            IsTransient = true,
        };

    /// <summary>Its answer is none of SQS.</summary>
    public AgentError Strange(string action, string what) =>
        new(ErrorKind.Protocol, $"{Shown} answered {action} with {what}; check `{Setting}`");
}
