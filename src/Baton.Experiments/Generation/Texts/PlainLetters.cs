using System.Collections.Frozen;
using System.Text;

namespace Baton.Experiments.Generation.Texts;

/// <summary>Spells words with the 26 letters of a keyboard that has no others, as people do who have no better one.</summary>
internal static class PlainLetters
{
    private const int FirstSyllable = 0xAC00;
    private const int LastSyllable = 0xD7A3;
    private const int Vowels = 21;
    private const int Finals = 28;

    private static readonly FrozenDictionary<char, string> Letters = Table(
        "à á â ã å ā ă ą=a æ=ae ç ć č=c ď đ=d è é ê ë ē ė ę ě=e ğ=g ì í î ï ī į ı=i ł=l ñ ń ň=n ò ó ô õ ō ő=o ø=o œ=oe "
            + "ř=r ś š ş ș=s ť ț=t ù ú û ū ů ű=u ý ÿ=y ź ż ž=z ß=ss ä=a ö=o ü=u "
            + "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
            + "ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g "
            + "α ά=a β=v γ=g δ=d ε έ=e ζ=z η ή=i θ=th ι ί ϊ ΐ=i κ=k λ=l μ=m ν=n ξ=x ο ό=o π=p ρ=r σ ς=s τ=t υ ύ ϋ=y φ=f χ=ch ψ=ps ω ώ=o"
    );

    private static readonly FrozenDictionary<char, string> GermanLetters = Table("ä=ae ö=oe ü=ue ß=ss");

    private static readonly string[] SyllableStarts = "g kk n d tt r m b pp s ss  j jj ch k t p h".Split(' ');

    private static readonly string[] SyllableVowels =
        "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".Split(' ');

    private static readonly string[] SyllableEnds = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".Split(
        ' '
    );

    /// <summary>The text in plain letters: accents left out, Cyrillic, Greek and Korean letters transcribed; the rest as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">Its language; German writes <c>ae</c> for <c>ä</c>.</param>
    public static string Spell(string text, string language)
    {
        StringBuilder plain = new(text.Length);
        foreach (char letter in text)
        {
            if (letter is >= (char)FirstSyllable and <= (char)LastSyllable)
            {
                AppendSyllable(plain, letter - FirstSyllable);
                continue;
            }

            char low = char.ToLowerInvariant(letter);
            string? spelt =
                language is "de" && GermanLetters.TryGetValue(low, out string? german)
                    ? german
                    : Letters.GetValueOrDefault(low);
            plain.Append(
                spelt is null ? letter.ToString()
                : low == letter ? spelt
                : WordCase.Capitalise(spelt)
            );
        }

        return plain.ToString();
    }

    // The letters of a syllable are arithmetic in its code; assimilation between syllables is left out.
    private static void AppendSyllable(StringBuilder plain, int syllable) =>
        plain
            .Append(SyllableStarts[syllable / (Vowels * Finals)])
            .Append(SyllableVowels[syllable / Finals % Vowels])
            .Append(SyllableEnds[syllable % Finals]);

    private static FrozenDictionary<char, string> Table(string entries)
    {
        Dictionary<char, string> table = [];
        List<char> waiting = [];
        foreach (string entry in entries.Split(' '))
        {
            waiting.Add(entry[0]);
            if (entry.Length > 1)
            {
                foreach (char letter in waiting)
                {
                    table[letter] = entry[2..];
                }

                waiting.Clear();
            }
        }

        return table.ToFrozenDictionary();
    }
}
