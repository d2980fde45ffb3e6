using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Configuration;

/// <summary>Masks known secrets in text that leaves Baton. Thread-safe; costs one vectorised search where nothing is found.</summary>
/// <remarks>Each secret is also found in the forms it takes inside JSON and inside an address.</remarks>
public sealed class SecretRedactor
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mask = "[redacted]";

    private readonly string[] _forms;
    private readonly SearchValues<string>? _search;

    /// <summary>Creates a redactor for what was gathered so far.</summary>
    public SecretRedactor(SecretCollector secrets)
    {
        _forms =
        [
            .. secrets
                .Values.SelectMany(Forms)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(form => form.Length)
                .ThenBy(form => form, StringComparer.Ordinal),
        ];
        _search = _forms.Length == 0 ? null : SearchValues.Create(_forms, StringComparison.Ordinal);
    }

    /// <summary>A redactor that knows no secrets.</summary>
    public static SecretRedactor None { get; } = new(new SecretCollector());

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => _search is null;

    /// <summary>The text with every known secret replaced by <see cref="Mask"/>; the same instance when there is none.</summary>
    public string Redact(string text)
    {
        if (_search is null || !text.AsSpan().ContainsAny(_search))
        {
            return text;
        }

        // Longest first, so that a secret inside another leaves nothing of the longer one behind.
        foreach (string form in _forms)
        {
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return JsonEncodedText.Encode(secret).ToString();
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        yield return Uri.EscapeDataString(secret);
    }
}
