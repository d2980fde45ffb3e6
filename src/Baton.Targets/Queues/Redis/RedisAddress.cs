using System.Globalization;

namespace Baton.Targets.Queues.Redis;

/// <summary>Where a Redis server is, and who speaks to it.</summary>
internal sealed record RedisAddress
{
    private const int UsualPort = 6379;

    /// <summary>The host, or <see langword="null"/> for a socket in the file system.</summary>
    public string? Host { get; private init; }

    /// <summary>The port.</summary>
    public int Port { get; private init; }

    /// <summary>The socket's path where there is no host.</summary>
    public string SocketPath { get; private init; } = "";

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsSecure { get; private init; }

    /// <summary>The user, or <see langword="null"/> for the server's default user.</summary>
    public string? User { get; private init; }

    /// <summary>The password, or <see langword="null"/> where there is none.</summary>
    public string? Password { get; private init; }

    /// <summary>The number of the database.</summary>
    public int Database { get; private init; }

    /// <summary>The address for people, without user and password.</summary>
    public override string ToString() =>
        Host is null
            ? $"unix://{SocketPath}"
            : $"{(IsSecure ? "rediss" : "redis")}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>What is wrong with an address, or <see langword="null"/>.</summary>
    public static string? Problem(string url)
    {
        try
        {
            Parse(url);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none; the message does not repeat it, for it may hold a password.</exception>
    public static RedisAddress Parse(string url)
    {
        const string shapes =
            "is no address of a Redis server; write `redis://host:port/0`, `rediss://host:port/0` or `unix:///path/to/socket`";
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address))
        {
            throw new FormatException(shapes);
        }

        string[] login = address.UserInfo.Split(':', 2);
        RedisAddress parsed = new()
        {
            User = login[0].Length == 0 ? null : Uri.UnescapeDataString(login[0]),
            Password = login.Length == 2 && login[1].Length > 0 ? Uri.UnescapeDataString(login[1]) : null,
        };
        string path = Uri.UnescapeDataString(address.AbsolutePath);
        string query = Uri.UnescapeDataString(address.Query);
        return address.Scheme switch
        {
            "redis" or "rediss" when address.IdnHost.Length > 0 && query.Length == 0 => parsed with
            {
                Host = address.IdnHost.Trim('[', ']'),
                Port = address.Port > 0 ? address.Port : UsualPort,
                IsSecure = address.Scheme == "rediss",
                Database = DatabaseOf(path.TrimStart('/')),
            },
            "unix" when address.Host.Length == 0 && path.Length > 1 => parsed with
            {
                SocketPath = path,
                Database = DatabaseOf(query.StartsWith("?db=", StringComparison.Ordinal) ? query[4..] : query),
            },
            _ => throw new FormatException(shapes),
        };
    }

    private static int DatabaseOf(string text) =>
        text.Length == 0 ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int database) ? database
        : throw new FormatException($"names a database that is no number: `{text}`");
}
