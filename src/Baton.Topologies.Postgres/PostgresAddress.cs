using Npgsql;

namespace Baton.Topologies.Postgres;

/// <summary>Addresses as PostgreSQL's own programs read them, <c>postgresql://user:password@host:port/database?key=value</c>.</summary>
internal static class PostgresAddress
{
    private const string Schema = "baton";
    private const int MostConnections = 20;
    private const int MostPrepared = 32;

    // The words of the address and those of the driver.
    private static readonly Dictionary<string, string> _keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["host"] = "Host",
        ["options"] = "Options",
        ["password"] = "Password",
        ["port"] = "Port",
        ["search_path"] = "Search Path",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
    };

    /// <summary>Reads an address.</summary>
    /// <exception cref="TopologyException">It is none, or holds a parameter that means nothing.</exception>
    public static NpgsqlConnectionStringBuilder Read(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            throw new TopologyException(
                "The address of the PostgreSQL store cannot be read; write `postgresql://user:password@host:5432/database`, "
                    + "with signs such as `@` and `/` in a password as `%40` and `%2F`"
            );
        }

        NpgsqlConnectionStringBuilder settings = new()
        {
            Host = uri.Host.Length > 0 ? uri.Host : "localhost",
            MaxPoolSize = MostConnections,
            MaxAutoPrepare = MostPrepared,
            // Nothing is set on a connection that the next one to use it must not find.
            NoResetOnClose = true,
            SearchPath = Schema,
            ApplicationName = "baton",
        };
        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }

        string[] user = uri.UserInfo.Split(':', 2);
        SetIf(user[0], value => settings.Username = value);
        SetIf(user.ElementAtOrDefault(1), value => settings.Password = value);
        SetIf(uri.AbsolutePath.TrimStart('/'), value => settings.Database = value);
        foreach (string parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            Set(settings, parameter.Split('=', 2));
        }

        return settings;
    }

    /// <summary>Where an address leads, without user and password.</summary>
    public static string Describe(NpgsqlConnectionStringBuilder settings) =>
        $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";

    private static void Set(NpgsqlConnectionStringBuilder settings, string[] parameter)
    {
        if (!_keys.TryGetValue(parameter[0], out string? key))
        {
            throw new TopologyException(
                $"`{parameter[0]}` means nothing in the address of a PostgreSQL store; known are {string.Join(", ", _keys.Keys.Order())}"
            );
        }

        string value = Uri.UnescapeDataString(parameter.ElementAtOrDefault(1) ?? "");
        try
        {
            // The driver's words have no hyphens: verify-full is VerifyFull.
            settings[key] = key is "SSL Mode" or "Target Session Attributes" ? value.Replace("-", "") : value;
        }
        catch (Exception refusal) when (refusal is ArgumentException or FormatException or InvalidCastException)
        {
            throw new TopologyException(
                $"`{parameter[0]}={value}` in the address of the PostgreSQL store: {refusal.Message}"
            );
        }
    }

    private static void SetIf(string? value, Action<string> set)
    {
        if (!string.IsNullOrEmpty(value))
        {
            set(Uri.UnescapeDataString(value));
        }
    }
}
