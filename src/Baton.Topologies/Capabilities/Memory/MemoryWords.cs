namespace Baton.Topologies.Capabilities.Memory;

/// <summary>How much a memory has to do with a text: by the words they share.</summary>
internal static class MemoryWords
{
    private const int ShortestWord = 3;

    /// <summary>The words of a text, without case; very short ones say nothing.</summary>
    public static HashSet<string> Of(string text)
    {
        HashSet<string> words = new(StringComparer.OrdinalIgnoreCase);
        int start = -1;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                start = start < 0 ? at : start;
            }
            else if (start >= 0)
            {
                if (at - start >= ShortestWord || char.IsDigit(text[start]))
                {
                    words.Add(text[start..at]);
                }

                start = -1;
            }
        }

        return words;
    }

    /// <summary>0 for nothing in common; a shared tag counts like a shared word.</summary>
    public static double Likeness(HashSet<string> words, MemoryEntry entry)
    {
        HashSet<string> own = Of(entry.Text);
        own.UnionWith(entry.Tags);
        int shared = own.Count(words.Contains);
        return shared == 0 ? 0 : shared / Math.Sqrt((double)words.Count * own.Count);
    }
}
