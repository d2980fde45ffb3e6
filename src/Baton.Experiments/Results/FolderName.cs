using System.Text;

namespace Baton.Experiments.Results;

/// <summary>Names experiment folders.</summary>
internal static class FolderName
{
    private const int NameAtMost = 80;

    /// <summary><c>name_YYYYMMDD_HHMMSS</c> in local time, with everything but letters, digits, <c>.</c>, <c>-</c> and <c>_</c> as <c>-</c>.</summary>
    public static string For(string? name, DateTimeOffset localNow)
    {
        StringBuilder safe = new();
        foreach (Rune letter in (name ?? "").Trim().EnumerateRunes().Take(NameAtMost))
        {
            bool plain = Rune.IsLetterOrDigit(letter) || letter.Value is '.' or '-' or '_';
            safe.Append(plain ? letter.ToString() : "-");
        }

        string prefix = safe.ToString().Trim('.', '-');
        return $"{(prefix.Length == 0 ? "exp" : prefix)}_{localNow:yyyyMMdd_HHmmss}";
    }

    /// <summary>The same with a number when it is taken.</summary>
    public static string Numbered(string name, int attempt) => attempt == 1 ? name : $"{name}_{attempt}";
}
