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

    /// <summary>The items of one page, and where the next one begins; <see langword="null"/> on the last.</summary>
    /// <param name="all">All items.</param>
    /// <param name="word">The cursor a client handed back; <see langword="null"/> for the beginning.</param>
    /// <param name="limit">The most items of the page.</param>
    /// <exception cref="ToolCallException">The cursor is none that a tool gave.</exception>
    public static (IEnumerable<T> Items, string? Next) Page<T>(IReadOnlyList<T> all, string? word, int limit)
    {
        int first = (int)Math.Min(Parse(word).Item, all.Count);
        string? next = first + limit < all.Count ? new PageCursor(first + limit).ToString() : null;
        return (all.Skip(first).Take(limit), next);
    }

    /// <summary>The word.</summary>
    public override string ToString() =>
        Convert.ToHexStringLower(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"p:{Item}:{Offset}"))
        );
}
