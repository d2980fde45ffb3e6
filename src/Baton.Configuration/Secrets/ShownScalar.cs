using System.Text;

namespace Baton.Configuration.Secrets;

/// <summary>What of a scalar may be shown: references to variables as written, secrets masked.</summary>
internal static class ShownScalar
{
    /// <summary>The text as written, without secrets.</summary>
    /// <param name="scalar">The value.</param>
    /// <param name="underSecretKey">Whether a key above it is named like a secret.</param>
    /// <param name="redactor">The secrets known.</param>
    public static string Of(ConfigurationScalar scalar, bool underSecretKey, SecretRedactor redactor)
    {
        if (scalar.Kind is ScalarKind.Null or ScalarKind.Boolean || scalar.Written.Length == 0)
        {
            return scalar.Written;
        }

        bool substituted = !string.Equals(scalar.Text, scalar.Written, StringComparison.Ordinal);
        return redactor.Redact(
            !underSecretKey ? MaskUrl(scalar.Written)
            : substituted ? MaskAroundVariables(scalar.Written)
            : SecretRedactor.Mask
        );
    }

    /// <summary>Keeps <c>${NAME}</c> and an authentication scheme, masks the rest and the defaults.</summary>
    private static string MaskAroundVariables(string written)
    {
        StringBuilder shown = new();
        foreach (TemplatePart part in TemplatePart.Of(written))
        {
            bool harmless = string.IsNullOrWhiteSpace(part.Text) || part.Text is "Bearer " or "Basic " or "Token ";
            shown.Append(
                part.Variable is null ? (harmless ? part.Text : SecretRedactor.Mask)
                : part.Default is null ? $"${{{part.Variable}}}"
                : $"${{{part.Variable}:-{SecretRedactor.Mask}}}"
            );
        }

        return shown.ToString();
    }

    private static string MaskUrl(string written)
    {
        string shown = written;
        int maskedFrom = written.Length;
        foreach ((string? name, Range part) in UrlSecrets.In(written).Reverse())
        {
            bool secret = name is null || SecretNames.IsSecret(name);
            bool behindMasked = part.End.Value <= maskedFrom;
            if (secret && behindMasked && !written[part].Contains("${", StringComparison.Ordinal))
            {
                shown = string.Concat(
                    shown.AsSpan(0, part.Start.Value),
                    SecretRedactor.Mask,
                    shown.AsSpan(part.End.Value)
                );
                maskedFrom = part.Start.Value;
            }
        }

        return shown;
    }
}
