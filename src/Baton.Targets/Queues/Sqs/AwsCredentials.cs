namespace Baton.Targets.Queues.Sqs;

/// <summary>Who asks an AWS service.</summary>
/// <param name="KeyId">The access key's identifier.</param>
/// <param name="Secret">The secret access key.</param>
/// <param name="SessionToken">The token of temporary credentials, or <see langword="null"/>.</param>
internal sealed record AwsCredentials(string KeyId, string Secret, string? SessionToken)
{
    /// <summary>The credentials the usual environment variables name, or <see langword="null"/>.</summary>
    public static AwsCredentials? From(IReadOnlyDictionary<string, string> variables) =>
        Given(variables, "AWS_ACCESS_KEY_ID") is { } key && Given(variables, "AWS_SECRET_ACCESS_KEY") is { } secret
            ? new AwsCredentials(key, secret, Given(variables, "AWS_SESSION_TOKEN"))
            : null;

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"{nameof(AwsCredentials)} of {KeyId}";

    private static string? Given(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
}
