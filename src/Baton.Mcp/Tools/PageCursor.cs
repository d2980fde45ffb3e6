using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Baton.Mcp.Tools;

/// <summary>Where the next page of an answer begins, as an opaque word that clients hand back.</summary>
/// <param name="Item">The first item of the page, from 0.</param>
/// <param name="Offset">The first character of that item, from 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PageCursor(long Item, int Offset = 0)
{
    /// <summary>Reads a cursor; <see langword="null"/> is the beginning.</summary>
    /// <exception cref="ToolCallException">It is none that a tool gave.</exception>
    public static PageCursor Parse(string? word)
    {
        if (word is null)
        {
            return default;
        }

        try
        {
            string[] parts = Encoding.ASCII.GetString(Convert.FromHexString(word)).Split(':');
            if (
                parts is ["p", { } item, { } offset]
                && long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out int start)
            )
            {
                return new PageCursor(number, start);
            }
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new ToolCallException($"`cursor` is none that this tool gave; leave it out for the beginning");
    }

    /// <summary>The word.</summary>
    public override string ToString() =>
        Convert.ToHexStringLower(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"p:{Item}:{Offset}"))
        );
}
