namespace Baton.Cli.Chat;

/// <summary>A text that comes in pieces, without secrets; what may be the beginning of one waits for the next piece.</summary>
internal sealed class RedactedStream(Redaction redaction)
{
    private string _held = "";

    /// <summary>What may be shown now that a piece has come.</summary>
    public string Take(string piece)
    {
        string text = _held.Length == 0 ? piece : _held + piece;
        // Whole secrets go first: the end of one must not be taken for the beginning of another.
        text = redaction.Redact(text);
        int held = redaction.BeginningOfSecret(text);
        _held = text[^held..];
        return text[..^held];
    }

    /// <summary>What was held back, now that no more will come.</summary>
    public string Rest()
    {
        string rest = _held;
        _held = "";
        return redaction.Redact(rest);
    }
}
