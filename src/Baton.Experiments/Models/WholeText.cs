using System.Text;

namespace Baton.Experiments.Models;

/// <summary>Texts that can be sent and written to files.</summary>
internal static class WholeText
{
    /// <summary>The text with every half of a surrogate pair replaced by the replacement character.</summary>
    public static string Of(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The start of a text, for messages.</summary>
    public static string Start(string text, int length) => text.Length <= length ? text : Of(text[..length]) + "…";
}
