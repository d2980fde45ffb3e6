namespace Baton.Mcp.Repositories.Files;

/// <summary>Matches one name with <c>*</c>, <c>?</c>, <c>[a-z]</c> and <c>\</c>, as <c>.gitignore</c> means them.</summary>
internal static class Glob
{
    /// <summary>Whether the pattern means the whole name. Takes at most the product of both lengths.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0;
        int n = 0;
        int starAt = -1;
        int starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (starAt, starName) = (p++, n);
            }
            else if (p < pattern.Length && One(pattern, p, name[n]) is > 0 and int length)
            {
                p += length;
                n++;
            }
            else if (starAt >= 0)
            {
                p = starAt + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>How long the pattern's piece is that means this character; 0 when it does not.</summary>
    private static int One(ReadOnlySpan<char> pattern, int at, char character)
    {
        switch (pattern[at])
        {
            case '?':
                return 1;
            case '[' when pattern[(at + 1)..].IndexOf(']') is var end and > 0:
                ReadOnlySpan<char> set = pattern.Slice(at + 1, end);
                bool negated = set[0] is '!' or '^';
                return InSet(negated ? set[1..] : set, character) != negated ? end + 2 : 0;
            case '\\' when at + 1 < pattern.Length:
                return pattern[at + 1] == character ? 2 : 0;
            default:
                return pattern[at] == character ? 1 : 0;
        }
    }

    private static bool InSet(ReadOnlySpan<char> set, char character)
    {
        for (int i = 0; i < set.Length; i++)
        {
            bool isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? character >= set[i] && character <= set[i + 2] : character == set[i])
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }
}
