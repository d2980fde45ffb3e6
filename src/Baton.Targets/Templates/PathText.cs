using System.Globalization;
using System.Text;

namespace Baton.Targets.Templates;

/// <summary>Writes paths so that they read back as the same steps.</summary>
internal static class PathText
{
    public static string Write(ReadOnlySpan<PathSegment> segments)
    {
        StringBuilder text = new();
        foreach (PathSegment segment in segments)
        {
            switch (segment.Kind)
            {
                case PathSegmentKind.All:
                    text.Append("[*]");
                    break;
                case PathSegmentKind.Index:
                    text.Append('[').Append(segment.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
                    break;
                case PathSegmentKind.Key when !IsBare(segment.Key, first: text.Length == 0):
                    AppendQuoted(text, segment.Key);
                    break;
                case PathSegmentKind.Key:
                case PathSegmentKind.Number:
                    text.Append(text.Length == 0 ? "" : ".").Append(segment.Key);
                    break;
                default:
                    throw new InvalidOperationException($"`{segment.Kind}` is no step of a path");
            }
        }

        return text.Length == 0 ? "$" : text.ToString();
    }

    private static bool IsBare(string key, bool first)
    {
        foreach (char character in key)
        {
            if (!DataPathReader.IsNameCharacter(character))
            {
                return false;
            }
        }

        return key.Length > 0
            && !(first && key[0] == '$')
            && !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static void AppendQuoted(StringBuilder text, string key)
    {
        text.Append("[\"");
        foreach (char character in key)
        {
            if (character is '"' or '\\')
            {
                text.Append('\\');
            }

            text.Append(character);
        }

        text.Append("\"]");
    }
}
