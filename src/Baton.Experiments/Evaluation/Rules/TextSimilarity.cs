using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Measures how close two texts are, from 0 (nothing in common) to 1 (the same).</summary>
internal static partial class TextSimilarity
{
    /// <summary>The longest text that is compared, in characters.</summary>
    public const int LongestText = 200_000;

    /// <summary>The longest text that is compared character by character; others are compared word by word.</summary>
    public const int LongestByCharacter = 2_000;

    private const int MostUnits = 20_000;

    /// <summary>Twice what both share in matching blocks, over the length of both (Ratcliff and Obershelp).</summary>
    public static double Difflib(string a, string b)
    {
        (int[] first, int[] second) = Units(a, b);
        int all = first.Length + second.Length;
        return all == 0 ? 1 : 2.0 * Matching(first, second) / all;
    }

    /// <summary>One less the number of edits over the length of the longer text.</summary>
    public static double Levenshtein(string a, string b)
    {
        (int[] first, int[] second) = Units(a, b);
        int longest = Math.Max(first.Length, second.Length);
        return longest == 0 ? 1 : 1 - (double)Distance(first, second) / longest;
    }

    /// <summary>The harmonic mean of the share of words of either text that the other has too; repeated words count as often.</summary>
    public static double Words(string a, string b)
    {
        Dictionary<string, int> counts = new(StringComparer.OrdinalIgnoreCase);
        int ofA = 0;
        foreach (ValueMatch word in WordPattern().EnumerateMatches(a))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, a.Substring(word.Index, word.Length), out _)++;
            ofA++;
        }

        int ofB = 0;
        int shared = 0;
        foreach (ValueMatch word in WordPattern().EnumerateMatches(b))
        {
            ofB++;
            string text = b.Substring(word.Index, word.Length);
            if (counts.GetValueOrDefault(text) > 0)
            {
                counts[text]--;
                shared++;
            }
        }

        return ofA + ofB == 0 ? 1 : 2.0 * shared / (ofA + ofB);
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\S+\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PiecePattern();

    /// <summary>Both texts as numbers, the same number for the same character or word.</summary>
    private static (int[] First, int[] Second) Units(string a, string b)
    {
        if (Math.Max(a.Length, b.Length) <= LongestByCharacter)
        {
            return ([.. a.Select(character => (int)character)], [.. b.Select(character => (int)character)]);
        }

        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        return (Pieces(a, numbers), Pieces(b, numbers));
    }

    private static int[] Pieces(string text, Dictionary<string, int> numbers)
    {
        List<int> pieces = [];
        foreach (ValueMatch piece in PiecePattern().EnumerateMatches(text))
        {
            string word = text.Substring(piece.Index, piece.Length).TrimEnd();
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, word, out bool isKnown);
            number = isKnown ? number : numbers.Count;
            pieces.Add(number);
            if (pieces.Count == MostUnits)
            {
                break;
            }
        }

        return [.. pieces];
    }

    private static int Matching(int[] a, int[] b)
    {
        Dictionary<int, List<int>> places = [];
        for (int j = 0; j < b.Length; j++)
        {
            ref List<int>? known = ref CollectionsMarshal.GetValueRefOrAddDefault(places, b[j], out _);
            (known ??= []).Add(j);
        }

        int matching = 0;
        Stack<(int AFrom, int ATo, int BFrom, int BTo)> waiting = new([(0, a.Length, 0, b.Length)]);
        int[] runs = new int[b.Length + 1];
        int[] runsBefore = new int[b.Length + 1];
        while (waiting.TryPop(out (int AFrom, int ATo, int BFrom, int BTo) part))
        {
            (int i, int j, int size) = LongestMatch(a, places, part, runs, runsBefore);
            if (size > 0)
            {
                matching += size;
                waiting.Push((part.AFrom, i, part.BFrom, j));
                waiting.Push((i + size, part.ATo, j + size, part.BTo));
            }
        }

        return matching;
    }

    /// <summary>The longest block that stands in both parts; among equally long ones the first in <paramref name="a"/>, then in b.</summary>
    private static (int I, int J, int Size) LongestMatch(
        int[] a,
        Dictionary<int, List<int>> places,
        (int AFrom, int ATo, int BFrom, int BTo) part,
        int[] runs,
        int[] runsBefore
    )
    {
        (int I, int J, int Size) best = (part.AFrom, part.BFrom, 0);
        runsBefore.AsSpan(part.BFrom, part.BTo - part.BFrom + 1).Clear();
        for (int i = part.AFrom; i < part.ATo; i++)
        {
            runs.AsSpan(part.BFrom, part.BTo - part.BFrom + 1).Clear();
            if (places.TryGetValue(a[i], out List<int>? inB))
            {
                int from = inB.BinarySearch(part.BFrom);
                for (int at = from < 0 ? ~from : from; at < inB.Count && inB[at] < part.BTo; at++)
                {
                    int j = inB[at];
                    int size = runsBefore[j] + 1;
                    runs[j + 1] = size;
                    best = size > best.Size ? (i - size + 1, j - size + 1, size) : best;
                }
            }

            (runs, runsBefore) = (runsBefore, runs);
        }

        return best;
    }

    private static int Distance(int[] a, int[] b)
    {
        int[] before = [.. Enumerable.Range(0, b.Length + 1)];
        int[] row = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(before[j], row[j - 1]) + 1);
            }

            (before, row) = (row, before);
        }

        return before[b.Length];
    }
}
