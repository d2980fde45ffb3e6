using System.Text;

namespace Baton.Experiments.Generation.Texts;

/// <summary>How alike two texts are: the share of runs of three characters that both have (Jaccard), case and marks aside.</summary>
/// <remarks>
/// Of 0 to 1. Works for every script, also without spaces between words. Texts of fewer than three letters are alike when
/// they are the same.
/// </remarks>
internal sealed class Shingles
{
    private const int Length = 3;

    private readonly string _normal;
    private readonly HashSet<string> _shingles = new(StringComparer.Ordinal);

    /// <summary>Cuts a text into shingles.</summary>
    public Shingles(string text)
    {
        _normal = Normal(text);
        for (int i = 0; i + Length <= _normal.Length; i++)
        {
            _shingles.Add(_normal.Substring(i, Length));
        }
    }

    /// <summary>The similarity; 1 for texts with the same letters and digits, and only for them.</summary>
    public double SimilarityTo(Shingles other)
    {
        if (_normal == other._normal)
        {
            return 1;
        }

        int common = _shingles.Count(other._shingles.Contains);
        int all = _shingles.Count + other._shingles.Count - common;
        // The same shingles in another order are not the same text.
        return all == 0 ? 0 : Math.Min((double)common / all, 0.999);
    }

    private static string Normal(string text)
    {
        StringBuilder normal = new(text.Length);
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                normal.Append(char.ToLowerInvariant(character));
            }
            else if (normal.Length > 0 && normal[^1] != ' ' && character is not ('\'' or '’'))
            {
                normal.Append(' ');
            }
        }

        return normal.ToString().TrimEnd();
    }
}
