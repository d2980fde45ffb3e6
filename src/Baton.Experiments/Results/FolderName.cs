using System.Text;

namespace Baton.Experiments.Results;

/// <summary>Names experiment folders.</summary>
internal static class FolderName
{
    private const int NameAtMost = 80;

    /// <summary><c>name_YYYYMMDD_HHMMSS</c> in local time, with everything but letters, digits, <c>.</c>, <c>-</c> and <c>_</c> as <c>-</c>.</summary>
    public static string For(string? name, DateTimeOffset localNow)
    {
        string prefix = Safe((name ?? "").Trim()).Trim('.', '-');
        return $"{(prefix.Length == 0 ? "exp" : prefix)}_{localNow:yyyyMMdd_HHmmss}";
    }

    /// <summary>The beginning of a text as part of a file's name: everything but letters, digits, <c>.</c>, <c>-</c> and <c>_</c> as <c>-</c>.</summary>
    public static string Safe(string text)
    {
        StringBuilder safe = new();
        foreach (Rune letter in text.EnumerateRunes().Take(NameAtMost))
        {
            bool plain = Rune.IsLetterOrDigit(letter) || letter.Value is '.' or '-' or '_';
            safe.Append(plain ? letter.ToString() : "-");
        }

        return safe.ToString();
    }

    /// <summary>The same with a number when it is taken.</summary>
    public static string Numbered(string name, int attempt) => attempt == 1 ? name : $"{name}_{attempt}";
}
