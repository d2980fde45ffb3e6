namespace Baton.Targets.Queues.Sqs;

/// <summary>What the URL of a queue tells.</summary>
internal static class SqsQueueUrl
{
    /// <summary>What is wrong with an URL, or <see langword="null"/>.</summary>
    public static string? Problem(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https"
        && address.Host.Length > 0
            ? null
            : "is no `http` or `https` URL; write it as `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`";

    /// <summary>The region in a queue's URL, or <see langword="null"/>.</summary>
    public static string? Region(string url) =>
        new Uri(url).Host.Split('.') is ["sqs", string region, "amazonaws", ..] ? region : null;

    /// <summary>Where the service listens that has a queue.</summary>
    public static Uri Endpoint(string url) => new(new Uri(url).GetLeftPart(UriPartial.Authority));

    /// <summary>Whether a queue keeps messages in order within a group, by its name.</summary>
    public static bool IsFifo(string url) => url.EndsWith(".fifo", StringComparison.Ordinal);
}
