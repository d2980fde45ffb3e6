using System.CommandLine;
using Baton.Topologies.Postgres;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;

namespace Baton.Cli.Agents;

/// <summary>Opens the store a command line names.</summary>
internal static class StoreAccess
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";
    private const string Separator = "://";

    /// <summary>Opens it for a command that makes nothing new: where there is no file it makes none, and the store is empty.</summary>
    /// <exception cref="Baton.Topologies.TopologyException">It cannot be used.</exception>
    public static ITopologyStore OpenForReading(
        StoreOption option,
        ParseResult parsed,
        ToolSession session,
        Durability durability = Durability.Full
    ) =>
        FileOf(option.Address(parsed, session)) is { } file && !File.Exists(Full(file, session))
            ? new MemoryTopologyStore()
            : Open(option, parsed, session, durability);

    /// <summary>Opens it; a file is made where there is none.</summary>
    /// <exception cref="Baton.Topologies.TopologyException">It cannot be used.</exception>
    public static ITopologyStore Open(
        StoreOption option,
        ParseResult parsed,
        ToolSession session,
        Durability durability = Durability.Full
    )
    {
        string address = option.Address(parsed, session);
        if (address.StartsWith(Postgres, StringComparison.OrdinalIgnoreCase))
        {
            PostgresTopologyStore.Register();
        }

        return TopologyStores.Open(FileOf(address) is { } file ? Full(file, session) : address, durability);
    }

    private static string Full(string file, ToolSession session) => Path.GetFullPath(file, session.WorkingDirectory);

    /// <summary>The file of an address; <see langword="null"/> when it is a server's.</summary>
    // Three slashes and a relative path, or four and an absolute one.
    public static string? FileOf(string address)
    {
        int end = address.IndexOf(Separator, StringComparison.Ordinal);
        return end < 0 ? address
            : address.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase)
            && address.Length > end + Separator.Length + 1
                ? address[(end + Separator.Length + 1)..]
            : null;
    }
}
