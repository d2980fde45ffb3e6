using System.Globalization;
using System.Text;
using Baton.Agents;

namespace Baton.Targets.Guards;

/// <summary>Measures the output of one turn and cuts it exactly at its bound. A surrogate pair is never split.</summary>
/// <param name="maxCharacters">The most UTF-16 characters, or <see langword="null"/>.</param>
/// <param name="maxBytes">The most bytes as UTF-8, or <see langword="null"/>.</param>
internal sealed class OutputMeter(int? maxCharacters, long? maxBytes)
{
    private long _characters;
    private long _bytes;
    private string _held = "";

    /// <summary>Whether any output was taken so far.</summary>
    public bool HasOutput => _characters > 0 || _held.Length > 0;

    /// <summary>Takes the next piece of output.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="limit">The bound that was met, or <see langword="null"/> when all of it fits.</param>
    /// <returns>
    /// What fits. Half of a pair at the piece's end is held back until the other half comes, or until <see cref="Rest"/>.
    /// </returns>
    public string Take(string text, out LimitEvent? limit)
    {
        text = _held.Length > 0 ? _held + text : text;
        _held = "";
        int cut = Fitting(text, out limit);
        if (limit is null && text.Length > 0 && char.IsHighSurrogate(text[^1]))
        {
            _held = text[^1..];
            cut--;
        }

        ReadOnlySpan<char> fitting = text.AsSpan(0, cut);
        _characters += cut;
        _bytes += maxBytes is null ? 0 : Encoding.UTF8.GetByteCount(fitting);
        return cut == text.Length ? text : fitting.ToString();
    }

    /// <summary>What was held back although nothing follows it.</summary>
    public string Rest()
    {
        string rest = _held;
        _held = "";
        return rest;
    }

    private int Fitting(ReadOnlySpan<char> text, out LimitEvent? limit)
    {
        limit = null;
        const int mostBytesPerCharacter = 3;
        long charactersLeft = maxCharacters - _characters ?? long.MaxValue;
        long bytesLeft = maxBytes - _bytes ?? long.MaxValue;
        if (text.Length <= charactersLeft && text.Length <= bytesLeft / mostBytesPerCharacter)
        {
            return text.Length;
        }

        int taken = 0;
        while (taken < text.Length)
        {
            // Half of a pair counts like the replacement character that stands for it in UTF-8.
            _ = Rune.DecodeFromUtf16(text[taken..], out Rune rune, out int length);
            charactersLeft -= length;
            bytesLeft -= rune.Utf8SequenceLength;
            if (charactersLeft < 0 || bytesLeft < 0)
            {
                limit = charactersLeft < 0 ? CharacterLimit() : ByteLimit();
                return taken;
            }

            taken += length;
        }

        return taken;
    }

    private LimitEvent CharacterLimit() =>
        new(
            "output_char_limit",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the output was cut at {maxCharacters} characters (`guards.output_char_limit`)"
            )
        );

    private LimitEvent ByteLimit() =>
        new(
            "max_output_bytes",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the output was cut at {maxBytes} bytes (`guards.max_output_bytes`)"
            )
        );
}
