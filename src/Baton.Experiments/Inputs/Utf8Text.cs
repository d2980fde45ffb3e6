using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>Tells text from binary data and from text in other encodings.</summary>
internal static class Utf8Text
{
    /// <summary>What keeps a line from being UTF-8 text.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">The column of the first byte that is wrong, from 1.</param>
    /// <returns>What is wrong and what to do, or <see langword="null"/>.</returns>
    public static string? FaultIn(ReadOnlySpan<byte> line, out int column)
    {
        column = 0;
        int zero = line.IndexOf((byte)0);
        if (zero >= 0)
        {
            column = zero + 1;
            bool isUtf16 =
                line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
            return isUtf16
                ? "the file is UTF-16; save it as UTF-8"
                : "a zero byte: the file is binary, not text; give a text file in UTF-8";
        }

        if (Utf8.IsValid(line))
        {
            return null;
        }

        int valid = 0;
        column = 1;
        while (Rune.DecodeFromUtf8(line[valid..], out Rune rune, out int consumed) == OperationStatus.Done)
        {
            valid += consumed;
            column += rune.Utf16SequenceLength;
        }

        return $"byte 0x{line[valid]:X2} is not UTF-8; save the file as UTF-8";
    }

    /// <summary>Looks through a file; what is wrong goes into the findings, the first time it occurs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">The file as the user would type it.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    /// <returns>Whether nothing is.</returns>
    public static bool Passes(string path, string shownAs, InputFindings findings)
    {
        using Utf8LineReader lines = new(InputStream.Open(path, shownAs));
        while (lines.MoveNext())
        {
            if (lines.IsTooLong)
            {
                findings.Add(new ConfigurationPlace(shownAs, lines.Number, 1), "", TooLong);
                return false;
            }

            if (FaultIn(lines.Current, out int column) is { } fault)
            {
                findings.Add(new ConfigurationPlace(shownAs, lines.Number, column), "", fault);
                return false;
            }
        }

        return true;
    }

    /// <summary>The error for a line that is over the limit.</summary>
    public const string TooLong = "the line is over 16 MiB; is the file what it should be?";
}
