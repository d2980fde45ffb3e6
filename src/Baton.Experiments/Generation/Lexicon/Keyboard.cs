using System.Collections.Frozen;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Lexicon;

/// <summary>Which letters lie beside one another on a keyboard.</summary>
internal static class Keyboard
{
    private static readonly FrozenDictionary<KeyboardLayout, FrozenDictionary<char, string>> Neighbours =
        new Dictionary<KeyboardLayout, FrozenDictionary<char, string>>
        {
            [KeyboardLayout.Qwerty] = Of("qwertyuiop", "asdfghjkl", "zxcvbnm"),
            [KeyboardLayout.Qwertz] = Of("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
            [KeyboardLayout.Azerty] = Of("azertyuiop", "qsdfghjklm", "wxcvbn"),
            [KeyboardLayout.Jcuken] = Of("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
        }.ToFrozenDictionary();

    /// <summary>The layout usual for a language; <see langword="null"/> for languages that are not typed letter by letter.</summary>
    public static KeyboardLayout? For(string language) =>
        language switch
        {
            "de" or "cs" => KeyboardLayout.Qwertz,
            "fr" => KeyboardLayout.Azerty,
            "ru" or "uk" => KeyboardLayout.Jcuken,
            "zh" or "ja" or "ko" or "th" or "hi" or "ar" or "he" or "el" => null,
            _ => KeyboardLayout.Qwerty,
        };

    /// <summary>The letters whose keys touch that of a lower-case letter; empty for one the keyboard does not have.</summary>
    public static string NeighboursOf(char letter, KeyboardLayout layout) =>
        Neighbours[layout].GetValueOrDefault(letter) ?? "";

    // Each row stands half a key to the right of the one above it.
    private static FrozenDictionary<char, string> Of(params string[] rows)
    {
        Dictionary<char, string> neighbours = [];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
            {
                (int Row, int Column)[] around =
                [
                    (row, column - 1),
                    (row, column + 1),
                    (row - 1, column),
                    (row - 1, column + 1),
                    (row + 1, column - 1),
                    (row + 1, column),
                ];
                neighbours[rows[row][column]] = string.Concat(
                    around
                        .Where(key => key.Row >= 0 && key.Row < rows.Length)
                        .Where(key => key.Column >= 0 && key.Column < rows[key.Row].Length)
                        .Select(key => rows[key.Row][key.Column])
                );
            }
        }

        return neighbours.ToFrozenDictionary();
    }
}
