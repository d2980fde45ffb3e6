namespace Baton.Targets.Queues.Sqs;

/// <summary>What the URL of a queue tells.</summary>
internal static class SqsQueueUrl
{
    private const string Example = "write it as `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`";

    /// <summary>What is wrong with a queue's URL, or <see langword="null"/>.</summary>
    public static string? Problem(string url) =>
        EndpointProblem(url)
        ?? (new Uri(url).AbsolutePath.Trim('/').Length == 0 ? $"names a service and no queue; {Example}" : null);

    /// <summary>What is wrong with the address of a service, or <see langword="null"/>.</summary>
    public static string? EndpointProblem(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https"
        && address.Host.Length > 0
            ? null
            : $"is no `http` or `https` URL; {Example}";

    /// <summary>The region in a queue's URL, or <see langword="null"/>.</summary>
    public static string? Region(string url) =>
        new Uri(url).Host.Split('.') is ["sqs", string region, "amazonaws", ..] ? region : null;

    /// <summary>Where the service listens that has a queue.</summary>
    public static Uri Endpoint(string url) => new(new Uri(url).GetLeftPart(UriPartial.Authority));

    /// <summary>Whether a queue keeps messages in order within a group, by its name.</summary>
    public static bool IsFifo(string url) => url.EndsWith(".fifo", StringComparison.Ordinal);
}
