using Baton.Configuration;

namespace Baton.Cli.Chat;

/// <summary>Takes secrets out of what is shown, also out of a text that comes in pieces.</summary>
/// <param name="redact">Takes secrets out of a whole text.</param>
/// <param name="secrets">The secrets that a text in pieces is watched for.</param>
internal sealed class Redaction(Func<string, string> redact, IReadOnlyCollection<string> secrets)
{
    /// <summary>Knows no secrets.</summary>
    public static Redaction None { get; } = new(text => text, []);

    /// <summary>Knows the values of variables that are named like secrets.</summary>
    public static Redaction Of(IReadOnlyDictionary<string, string> variables)
    {
        SecretCollector secrets = new();
        secrets.AddNamedLikeSecrets(variables);
        return Of(secrets);
    }

    /// <summary>Knows what was gathered.</summary>
    public static Redaction Of(SecretCollector secrets) => new(new SecretRedactor(secrets).Redact, secrets.Values);

    /// <summary>The same, with what a configuration knows to be secret as well.</summary>
    public static Redaction Of(SecretRedactor configuration, IReadOnlyDictionary<string, string> variables)
    {
        Redaction own = Of(variables);
        return new Redaction(text => own.Redact(configuration.Redact(text)), own.Secrets);
    }

    private IReadOnlyCollection<string> Secrets => secrets;

    /// <summary>The text without secrets.</summary>
    public string Redact(string text) => redact(text);

    /// <summary>How many characters at the text's end may be the beginning of a secret.</summary>
    public int BeginningOfSecret(string text)
    {
        int longest = 0;
        foreach (string secret in secrets)
        {
            for (int length = Math.Min(secret.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan().EndsWith(secret.AsSpan(0, length), StringComparison.Ordinal))
                {
                    longest = length;
                    break;
                }
            }
        }

        return longest;
    }
}
