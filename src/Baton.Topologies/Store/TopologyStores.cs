using System.Collections.Concurrent;
using Baton.Topologies.Store.Sqlite;

namespace Baton.Topologies.Store;

/// <summary>Opens stores by their addresses. Thread-safe.</summary>
public static class TopologyStores
{
    private const string Sqlite = "sqlite";

    private static readonly ConcurrentDictionary<string, Func<string, Durability, ITopologyStore>> _kinds = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Makes a kind of store known, in place of one with the same scheme.</summary>
    /// <param name="scheme">What its addresses begin with, without a driver's name: <c>postgresql</c>.</param>
    /// <param name="open">Opens one, given the whole address. It says with <see cref="TopologyException"/> why it cannot.</param>
    public static void Register(string scheme, Func<string, Durability, ITopologyStore> open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scheme);
        ArgumentNullException.ThrowIfNull(open);
        _kinds[scheme] = open;
    }

    /// <summary>Opens a store.</summary>
    /// <param name="address">
    /// A file, <c>sqlite:///file</c> (four slashes before an absolute path), or the address of a registered kind, for
    /// example <c>postgresql://user@host/database</c>. A driver's name after the scheme, as in
    /// <c>sqlite+aiosqlite:///file</c>, means nothing.
    /// </param>
    /// <param name="durability">What steps survive. Default <see cref="Durability.Full"/>.</param>
    /// <exception cref="TopologyException">The store cannot be used, or is of an unknown kind.</exception>
    public static ITopologyStore Open(string address, Durability durability = Durability.Full)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        int end = address.IndexOf("://", StringComparison.Ordinal);
        if (end < 0)
        {
            return SqliteTopologyStore.Open(address, durability);
        }

        string scheme = address[..end].Split('+')[0];
        return scheme.Equals(Sqlite, StringComparison.OrdinalIgnoreCase) && FileOf(address, end) is { } file
                ? SqliteTopologyStore.Open(file, durability)
            : _kinds.TryGetValue(scheme, out Func<string, Durability, ITopologyStore>? open) ? open(address, durability)
            : throw new TopologyException(Unknown(address, scheme));
    }

    // Three slashes and a relative path, or four and an absolute one.
    private static string? FileOf(string address, int end) => address.Length > end + 4 ? address[(end + 4)..] : null;

    // An address may hold a password: it is not repeated.
    private static string Unknown(string address, string scheme) =>
        scheme.Equals(Sqlite, StringComparison.OrdinalIgnoreCase)
            ? $"`{address}` names no file; write `sqlite:///path` or the path alone"
            : $"`{scheme}://` is no store Baton knows; write a file's path, `sqlite:///path` or "
                + string.Join(
                    " or ",
                    _kinds.Keys.Append("postgresql").Distinct().Order().Select(kind => $"`{kind}://…`")
                );
}
