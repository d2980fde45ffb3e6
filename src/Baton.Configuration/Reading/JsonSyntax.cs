using System.Text;
using System.Text.Json;

namespace Baton.Configuration.Reading;

/// <summary>Says in plain words what the JSON parser stumbled over.</summary>
internal static class JsonSyntax
{
    public static (ConfigurationPlace Place, string Message) Explain(
        JsonException exception,
        string source,
        ReadOnlySpan<byte> utf8
    )
    {
        int line = (int)(exception.LineNumber ?? 0);
        int offset = LineStart(utf8, line);
        int inLine = (int)Math.Min(exception.BytePositionInLine ?? 0, utf8.Length - offset);
        int column = Encoding.UTF8.GetCharCount(utf8.Slice(offset, inLine));
        return (new ConfigurationPlace(source, line + 1, column + 1), Plain(exception.Message));
    }

    // The parser repeats the place in its own count from 0, and speaks of options that no user has.
    private static string Plain(string message)
    {
        int place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (place < 0 ? message : message[..place])
            .Replace(
                " which is not supported in this mode. Change the reader options",
                "; remove it",
                StringComparison.Ordinal
            )
            .TrimEnd('.');
    }

    private static int LineStart(ReadOnlySpan<byte> utf8, int line)
    {
        int offset = 0;
        for (int i = 0; i < line; i++)
        {
            int next = utf8[offset..].IndexOf((byte)'\n');
            if (next < 0)
            {
                break;
            }

            offset += next + 1;
        }

        return offset;
    }
}
